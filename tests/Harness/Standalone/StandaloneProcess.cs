using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TelegramParser.Harness.Standalone;

/// <summary>How to start <c>operator standalone</c>.</summary>
public sealed record StandaloneOptions
{
    /// <summary>Folder of manifests.</summary>
    public required string Manifests { get; init; }

    /// <summary>Data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Connection string.</summary>
    public required string Database { get; init; }

    /// <summary>Path of the library that the workers load; null lets them find it.</summary>
    public string? TdJson { get; init; }

    /// <summary>Proxy of users that name none.</summary>
    public string? DefaultProxy { get; init; }

    /// <summary>Default credentials.</summary>
    public string? ApiId { get; init; }

    /// <summary>Default credentials.</summary>
    public string? ApiHash { get; init; }

    /// <summary>Port of the REST API; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Receives every line that the process prints.</summary>
    public Action<string>? Output { get; init; }
}

/// <summary>A running <c>operator standalone</c>, as a person would start it, in a process of its own.</summary>
public sealed class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private StandaloneProcess(Process process, Uri url)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(330) };
    }

    /// <summary>Client of its REST API.</summary>
    public HttpClient Http { get; }

    /// <summary>Process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Everything printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts it and waits until its REST API answers.</summary>
    public static async Task<StandaloneProcess> StartAsync(StandaloneOptions options, CancellationToken ct = default)
    {
        var url = new Uri($"http://127.0.0.1:{(options.Port == 0 ? FreePort() : options.Port)}");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Repository.Program("operator", "operator"), "standalone",
                "--manifests", options.Manifests,
                "--data", options.Data,
                "--worker", Repository.Program("worker", "worker"),
                "--listen", url.Authority,
            },
        };
        Set(start, "TGPARSER_DATABASE", options.Database);
        Set(start, "TGPARSER_TDJSON", options.TdJson);
        Set(start, "TGPARSER_DEFAULT_PROXY", options.DefaultProxy);
        Set(start, "TELEGRAM_API_ID", options.ApiId);
        Set(start, "TELEGRAM_API_HASH", options.ApiHash);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var standalone = new StandaloneProcess(process, url);
        process.OutputDataReceived += (_, e) => standalone.Read(e.Data, options.Output);
        process.ErrorDataReceived += (_, e) => standalone.Read(e.Data, options.Output);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await standalone.WaitUntilReadyAsync(ct);
            return standalone;
        }
        catch
        {
            await standalone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it like a crash does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends it like Ctrl-C does and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(_process.Id, SigTerm);
            using var limit = new CancellationTokenSource(StopTime);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException e)
            {
                _process.Kill(entireProcessTree: true);
                throw new TimeoutException($"operator standalone did not end within {StopTime.TotalSeconds} s of SIGTERM:\n{Tail()}", e);
            }
        }
        Http.Dispose();
        _process.Dispose();
    }

    private const int SigTerm = 15;

    private static void Signal(int pid, int signal)
    {
        if (Kill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error)
            throw new System.ComponentModel.Win32Exception(error);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Set(ProcessStartInfo start, string name, string? value)
    {
        if (value is null)
            start.Environment.Remove(name);
        else
            start.Environment[name] = value;
    }

    private void Read(string? line, Action<string>? output)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        output?.Invoke(line);
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (_process.HasExited)
                throw new InvalidOperationException($"operator standalone ended with code {_process.ExitCode}:\n{Tail()}");
            try
            {
                using var answer = await Http.GetAsync("/readyz", ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    private string Tail() => string.Join('\n', _lines.TakeLast(40));
}
