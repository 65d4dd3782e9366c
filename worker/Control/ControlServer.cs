using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Control;
using TelegramParser.Telemetry.Prometheus;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Control;

/// <summary>
/// The worker's two listeners: the control API over TLS with a bearer token, and probes and metrics over plain HTTP.
/// It turns requests into calls of <see cref="IWorkerCommands"/> and knows nothing else of the worker.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly WorkerOptions _options;

    public ControlServer(
        WorkerOptions options, SecretFiles secrets, IWorkerCommands commands, MetricRegistry metrics, TimeProvider time, ILoggerFactory logging)
    {
        _options = options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(options.ControlListen, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(ControlCertificate.Create(secrets.ControlKeyPem, time.GetUtcNow()));
            });
            kestrel.Listen(options.MetricsListen, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.UseRouting();
        _app.Use((context, next) => AuthorizeAsync(context, next, secrets));
        MapProbes(_app, commands);
        _app.MapPrometheus(metrics);
        MapCommands(_app, commands);
        // The empty builder adds no routing end of its own.
        _app.UseEndpoints(_ => { });
    }

    /// <summary>Where others reach the control API; known once started.</summary>
    public string Url
    {
        get
        {
            var listening = Addresses().Single(a => a.Scheme == Uri.UriSchemeHttps);
            var host = _options.ControlHost ?? (IPAddress.Any.Equals(_options.ControlListen.Address) ? Dns.GetHostName() : listening.Host);
            return $"https://{host}:{listening.Port}";
        }
    }

    /// <summary>Where metrics and probes are; known once started.</summary>
    public Uri MetricsUrl => Addresses().Single(a => a.Scheme == Uri.UriSchemeHttp);

    /// <summary>Starts listening.</summary>
    public Task StartAsync(CancellationToken ct) => _app.StartAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private IEnumerable<Uri> Addresses() =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a));

    // TLS carries commands and asks for the token; plain HTTP carries what a probe or Prometheus may see.
    private static async Task AuthorizeAsync(HttpContext context, RequestDelegate next, SecretFiles secrets)
    {
        var open = context.GetEndpoint()?.Metadata.GetMetadata<OpenToProbes>() is not null
            || context.Request.Path == "/metrics";
        if (!open && !context.Request.IsHttps)
            await WriteAsync(context, 404, new ControlError("NotFound", "Commands go to the TLS port."));
        else if (!open && !BearerToken.Matches(context.Request, secrets.ControlToken))
            await WriteAsync(context, 401, new ControlError("Unauthorized", "The bearer token is missing or wrong."));
        else
            await next(context);
    }

    private static void MapProbes(WebApplication app, IWorkerCommands commands)
    {
        app.MapGet("/healthz", context =>
        {
            context.Response.StatusCode = commands.IsAlive ? 200 : 503;
            return context.Response.WriteAsync(commands.IsAlive ? "ok\n" : "the event loop does not answer\n");
        }).WithMetadata(new OpenToProbes());
        // Ready means that a person can log in through this API, not that one has.
        app.MapGet("/readyz", context => context.Response.WriteAsync("ok\n")).WithMetadata(new OpenToProbes());
    }

    private static void MapCommands(WebApplication app, IWorkerCommands commands)
    {
        var json = ControlJson.Default;
        app.MapGet(ControlPaths.Status, Answer(json.WorkerStatus, _ => commands.StatusAsync()));
        app.MapGet(ControlPaths.Login, Answer(json.LoginStatus, _ => Task.FromResult(commands.Login)));
        app.MapPost(ControlPaths.Parse, Answer(json.ParseCommand, json.ParseReport, commands.ParseAsync));
        app.MapPost(ControlPaths.RetryUnstored, Answer(json.RetryReport, commands.RetryUnstoredAsync));
        app.MapPost(ControlPaths.WakeEnrichment, Answer(json.WakeReport, _ => commands.WakeEnrichmentAsync()));
        app.MapPost(ControlPaths.WakeNotifications, Answer(json.WakeReport, _ => commands.WakeNotificationsAsync()));
        app.MapGet(ControlPaths.Dialogs, Answer(json.DialogReport, commands.ListDialogsAsync));
        app.MapPost(ControlPaths.LoginPhone, Answer(json.LoginPhone, json.LoginStatus, (body, _) => commands.RequestCodeAsync(body)));
        app.MapPost(ControlPaths.LoginCode, Answer(json.LoginCode, json.LoginStatus, (body, _) => commands.SubmitCodeAsync(body)));
        app.MapPost(ControlPaths.LoginPassword, Answer(json.LoginPassword, json.LoginStatus, (body, _) => commands.SubmitPasswordAsync(body)));
        app.MapPost(ControlPaths.LoginQr, Answer(json.LoginStatus, _ => commands.RequestQrAsync()));
        app.MapPost(ControlPaths.Logout, Answer(json.LoginStatus, _ => commands.LogOutAsync()));
    }

    private static RequestDelegate Answer<TBody, TAnswer>(
        JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, Func<TBody, CancellationToken, Task<TAnswer>> command) =>
        context => AnswerAsync(context, bodyType, answerType, command);

    private static RequestDelegate Answer<T>(JsonTypeInfo<T> type, Func<CancellationToken, Task<T>> command) =>
        context => AnswerAsync(context, type, command);

    private static async Task AnswerAsync<TBody, TAnswer>(
        HttpContext context, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, Func<TBody, CancellationToken, Task<TAnswer>> command)
    {
        TBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(context.Request.Body, bodyType, context.RequestAborted);
        }
        catch (JsonException e)
        {
            await WriteAsync(context, 400, new ControlError("BadRequest", $"The body is not what this command takes: {e.Message}"));
            return;
        }
        if (body is null)
            await WriteAsync(context, 400, new ControlError("BadRequest", "The body is null."));
        else
            await AnswerAsync(context, answerType, ct => command(body, ct));
    }

    private static async Task AnswerAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<CancellationToken, Task<T>> command)
    {
        try
        {
            var answer = await command(context.RequestAborted);
            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
        }
        catch (ControlException e)
        {
            await WriteAsync(context, e.Status, e.Error);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, ControlError error)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, error, ControlJson.Default.ControlError, context.RequestAborted);
    }

    private sealed record OpenToProbes;
}
