using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TelegramParser.Contracts.Control;

namespace TelegramParser.Harness.Workers;

/// <summary>
/// A worker's control API that a test plays: real TLS with the derived key, real tokens, but the answers are the test's.
/// The login follows <see cref="ScriptedLogin"/>.
/// </summary>
public sealed class ScriptedWorker : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ControlCredentials _credentials;
    private int _wakes;

    private ScriptedWorker(ControlCredentials credentials)
    {
        _credentials = credentials;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate(credentials.PrivateKeyPem))));
        _app = builder.Build();
        _app.Use(AuthorizeAsync);
        _app.UseRouting();
        _app.MapPost(ControlPaths.Parse, (Delegate)ParseAsync);
        _app.MapPost(ControlPaths.RetryUnstored, () => OnRetry());
        _app.MapPost(ControlPaths.WakeEnrichment, () =>
        {
            Interlocked.Increment(ref _wakes);
            return Results.Json(new WakeReport(Woken: true), ControlJson.Default.WakeReport);
        });
        _app.MapGet(ControlPaths.Dialogs, () => OnDialogs());
        Login = new ScriptedLogin(_app);
    }

    /// <summary>Answers <c>POST /parse</c>; by default everything is up to date.</summary>
    public Func<ParseCommand, CancellationToken, Task<IResult>> OnParse { get; set; } =
        (_, _) => Task.FromResult(Answer(new ParseReport(1, 1001, 0, ParseStatus.Success, [])));

    /// <summary>Answers <c>POST /unstored/retry</c>; by default there is nothing to try.</summary>
    public Func<IResult> OnRetry { get; set; } = () => Answer(new RetryReport(0, 0, 0, []));

    /// <summary>Answers <c>GET /dialogs</c>; by default the account is in no channel.</summary>
    public Func<IResult> OnDialogs { get; set; } = () => Answer(new DialogReport(DateTimeOffset.UnixEpoch, Truncated: false, [], []));

    /// <summary>Parse commands received, in order.</summary>
    public ConcurrentQueue<ParseCommand> Parses { get; } = new();

    /// <summary>How often it was told of queued pages.</summary>
    public int Wakes => Volatile.Read(ref _wakes);

    /// <summary>The login that a person goes through.</summary>
    public ScriptedLogin Login { get; }

    /// <summary>What the worker would write into Postgres.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>Starts one with the credentials of a user.</summary>
    public static async Task<ScriptedWorker> StartAsync(ControlCredentials credentials)
    {
        var worker = new ScriptedWorker(credentials);
        await worker._app.StartAsync();
        return worker;
    }

    /// <summary>A report as the control API sends it.</summary>
    public static IResult Answer(ParseReport report) => Results.Json(report, ControlJson.Default.ParseReport);

    /// <summary>A report as the control API sends it.</summary>
    public static IResult Answer(RetryReport report) => Results.Json(report, ControlJson.Default.RetryReport);

    /// <summary>A report as the control API sends it.</summary>
    public static IResult Answer(DialogReport report) => Results.Json(report, ControlJson.Default.DialogReport);

    /// <summary>A refusal as the control API sends it.</summary>
    public static IResult Refuse(int status, string reason, string message, int? retryAfterSeconds = null) =>
        Results.Json(new ControlError(reason, message, retryAfterSeconds), ControlJson.Default.ControlError, statusCode: status);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ParseAsync(HttpContext context)
    {
        var command = (await context.Request.ReadFromJsonAsync(ControlJson.Default.ParseCommand))!;
        Parses.Enqueue(command);
        return await OnParse(command, context.RequestAborted);
    }

    private Task AuthorizeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.Authorization == $"Bearer {_credentials.Token}"
            ? next(context)
            : Refuse(401, "Unauthorized", "The token is wrong.").ExecuteAsync(context);

    private static X509Certificate2 Certificate(string privateKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        var request = new CertificateRequest("CN=worker", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Kestrel needs a key that is not ephemeral on every platform.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
