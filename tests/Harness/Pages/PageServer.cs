using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TelegramParser.Harness.Pages;

/// <summary>A request that a <see cref="PageServer"/> received.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Names in any case.</param>
/// <param name="Body">UTF-8; empty when there is none.</param>
public sealed record PageRequest(string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>
/// A web server on the loopback address that can say anything at all, byte by byte: what hostile and broken servers say, no library
/// lets one say. It counts connections, so that a test can prove that there was none.
/// </summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Func<PageRequest, PageReply, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _connections;

    private PageServer(Func<PageRequest, PageReply, Task> answer, X509Certificate2? certificate)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests so far, in order.</summary>
    public ConcurrentQueue<PageRequest> Requests { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers a request. The connection is closed after it.</param>
    /// <param name="certificate">Speaks TLS with it.</param>
    public static PageServer Start(Func<PageRequest, PageReply, Task> answer, X509Certificate2? certificate = null) => new(answer, certificate);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                Interlocked.Increment(ref _connections);
                _serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                // Offline: a server looks for its own issuer, too, and a test may count who does.
                var context = SslStreamCertificateContext.Create(_certificate, additionalCertificates: null, offline: true);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, _ending.Token);
                stream = tls;
            }
            if (await ReadRequestAsync(stream) is not { } request)
                return;
            Requests.Enqueue(request);
            await _answer(request, new PageReply(stream, _ending.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client has heard enough.
        }
    }

    private async Task<PageRequest?> ReadRequestAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        if (await reader.ReadLineAsync(_ending.Token) is not { } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_ending.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var body = new char[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        // Reading nothing would still wait for a byte that no client sends.
        var read = body.Length == 0 ? 0 : await reader.ReadBlockAsync(body, _ending.Token);
        return new PageRequest(first.Split(' ')[1], headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body, 0, read)));
    }
}

/// <summary>Where an answer goes.</summary>
public sealed class PageReply(Stream stream, CancellationToken ending)
{
    /// <summary>Ends when the server does.</summary>
    public CancellationToken Ending => ending;

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, ending);
        await stream.FlushAsync(ending);
    }

    /// <summary>Sends text as it is, in Latin-1.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends a whole answer.</summary>
    /// <param name="status">Code and phrase, such as <c>200 OK</c>.</param>
    /// <param name="body">The body; its length is said.</param>
    /// <param name="headers">Lines without their ends.</param>
    public async Task AnswerAsync(string status, byte[] body, params string[] headers)
    {
        await SendAsync($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}Content-Length: {body.Length}\r\n\r\n");
        await SendAsync(body);
    }

    /// <summary>Sends a page of UTF-8.</summary>
    public Task HtmlAsync(string html, params string[] headers) =>
        AnswerAsync("200 OK", Encoding.UTF8.GetBytes(html), ["Content-Type: text/html; charset=utf-8", .. headers]);

    /// <summary>Sends a redirect.</summary>
    public Task RedirectAsync(string location, string status = "302 Found") => AnswerAsync(status, [], $"Location: {location}");
}
