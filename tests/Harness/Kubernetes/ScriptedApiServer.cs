using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using TelegramParser.Kubernetes.Configuration;

namespace TelegramParser.Harness.Kubernetes;

/// <summary>One request that a <see cref="ScriptedApiServer"/> received.</summary>
public sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body, string? ClientCertificate);

/// <summary>
/// An API server that a test plays over real sockets: each request gets the next answer of the script, whatever it asks for. With
/// a PKI it speaks TLS and HTTP/2 and wants a client certificate, without one it speaks plain HTTP/1.1.
/// </summary>
public sealed class ScriptedApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();
    private readonly CancellationTokenSource _ending = new();

    private ScriptedApiServer(TestPki? pki)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (pki is null)
                return;
            listen.UseHttps(pki.ServerCertificate, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
            });
        }));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>What a client needs to know of it, without credentials.</summary>
    public ClientConfiguration Configuration => new() { Server = Url };

    /// <summary>Requests so far, in order.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>Starts one on a free port of the loopback address.</summary>
    public static async Task<ScriptedApiServer> StartAsync(TestPki? pki = null)
    {
        var server = new ScriptedApiServer(pki);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers the next request with a status code and JSON.</summary>
    public void Answer(int code, string json, params (string Name, string Value)[] headers) => Next(context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return context.Response.WriteAsync(json);
    });

    /// <summary>Refuses the next request as API servers do.</summary>
    public void Refuse(int code, string reason, params (string Name, string Value)[] headers) => Answer(
        code, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":"{{reason}}","code":{{code}}}""", headers);

    /// <summary>Keeps the next request open, for the test to write into.</summary>
    public ScriptedWatch Watch()
    {
        var watch = new ScriptedWatch(_ending.Token);
        Next(watch.ServeAsync);
        return watch;
    }

    /// <summary>Answers the next request in any way.</summary>
    public void Next(Func<HttpContext, Task> answer) => _script.Enqueue(answer);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(new ReceivedRequest(
            $"{context.Request.Method} {context.Request.Path}{Uri.UnescapeDataString(context.Request.QueryString.Value ?? "")}",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            context.Connection.ClientCertificate?.Subject));
        if (_script.TryDequeue(out var answer))
            await answer(context);
        else
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
    }
}
