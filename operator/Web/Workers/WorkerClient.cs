using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TelegramParser.Contracts.Control;

namespace TelegramParser.Operator.Web.Workers;

/// <summary>
/// Talks to the control API of one worker at a time: TLS with the worker's pinned key, its own bearer token. A client
/// lives for one call, so that no connection, token or pin of one worker can serve another. Every failure is an
/// <c>ApiProblem</c> (<see cref="WorkerProblems"/>).
/// </summary>
internal sealed partial class WorkerClient(WebOptions options, ILogger<WorkerClient> logger)
{
    /// <summary>How long a parse may take.</summary>
    public static readonly TimeSpan ParseTimeout = TimeSpan.FromSeconds(300);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(15);

    // A login step waits for Telegram, possibly over a slow proxy.
    private static readonly TimeSpan LoginTimeout = TimeSpan.FromSeconds(60);

    private const long MaximumAnswer = 4 * 1024 * 1024;

    public Task<ParseReport> ParseAsync(WorkerAddress worker, ParseCommand command, CancellationToken cancellation) =>
        SendAsync(worker, HttpMethod.Post, ControlPaths.Parse, Body(command, ControlJson.Default.ParseCommand),
            ControlJson.Default.ParseReport, ParseTimeout, cancellation);

    public Task<RetryReport> RetryUnstoredAsync(WorkerAddress worker, CancellationToken cancellation) =>
        SendAsync(worker, HttpMethod.Post, ControlPaths.RetryUnstored, body: null, ControlJson.Default.RetryReport, ParseTimeout, cancellation);

    public Task<LoginStatus> LoginStatusAsync(WorkerAddress worker, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Get, ControlPaths.Login, body: null, StatusTimeout, cancellation);

    public Task<LoginStatus> SendPhoneAsync(WorkerAddress worker, LoginPhone phone, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Post, ControlPaths.LoginPhone, Body(phone, ControlJson.Default.LoginPhone), LoginTimeout, cancellation);

    public Task<LoginStatus> SendCodeAsync(WorkerAddress worker, LoginCode code, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Post, ControlPaths.LoginCode, Body(code, ControlJson.Default.LoginCode), LoginTimeout, cancellation);

    public Task<LoginStatus> SendPasswordAsync(WorkerAddress worker, LoginPassword password, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Post, ControlPaths.LoginPassword, Body(password, ControlJson.Default.LoginPassword), LoginTimeout, cancellation);

    public Task<LoginStatus> RequestQrAsync(WorkerAddress worker, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Post, ControlPaths.LoginQr, body: null, LoginTimeout, cancellation);

    public Task<LoginStatus> LogOutAsync(WorkerAddress worker, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Post, ControlPaths.Logout, body: null, LoginTimeout, cancellation);

    private Task<LoginStatus> LoginAsync(
        WorkerAddress worker, HttpMethod method, string path, HttpContent? body, TimeSpan timeout, CancellationToken cancellation) =>
        SendAsync(worker, method, path, body, ControlJson.Default.LoginStatus, timeout, cancellation);

    private async Task<T> SendAsync<T>(
        WorkerAddress worker, HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> answer,
        TimeSpan timeout, CancellationToken cancellation)
    {
        var credentials = ControlCredentials.Derive(options.ControlKey.Span, options.Installation, worker.Namespace, worker.Name);
        using var client = Connect(credentials.PublicKeySha256);
        using var request = new HttpRequestMessage(method, new Uri(worker.Url, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credentials.Token);
        using var deadline = new CancellationTokenSource(timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                throw WorkerProblems.Refused(worker, response.StatusCode, await ErrorAsync(response, either.Token));
            return await response.Content.ReadFromJsonAsync(answer, either.Token)
                ?? throw new JsonException("The answer is null.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw WorkerProblems.TimedOut(worker, timeout);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException)
        {
            Log.Untrusted(logger, worker.Namespace, worker.Name, worker.Url);
            throw WorkerProblems.Untrusted(worker);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            Log.Unreachable(logger, worker.Namespace, worker.Name, worker.Url, exception.Message);
            throw WorkerProblems.Unreachable(worker);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Log.Unreachable(logger, worker.Namespace, worker.Name, worker.Url, exception.Message);
            throw WorkerProblems.Unreachable(worker);
        }
        catch (JsonException exception)
        {
            Log.BadAnswer(logger, worker.Namespace, worker.Name, path, exception.Path);
            throw WorkerProblems.BadAnswer(worker);
        }
    }

    private static HttpClient Connect(string pin) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = ConnectTimeout,
        SslOptions = new SslClientAuthenticationOptions
        {
            // The pin is the whole trust: no name, issuer or date of a self-signed certificate says more.
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 presented
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.ASCII.GetBytes(ControlCredentials.PinOf(presented.PublicKey.ExportSubjectPublicKeyInfo())),
                    Encoding.ASCII.GetBytes(pin)),
        },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumAnswer,
    };

    private static JsonContent Body<T>(T message, JsonTypeInfo<T> type) => JsonContent.Create(message, type);

    private static async Task<ControlError?> ErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(ControlJson.Default.ControlError, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Worker of {Namespace}:{Name} at {Url} cannot be reached: {Error}")]
        public static partial void Unreachable(ILogger logger, string @namespace, string name, Uri url, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "What answers at {Url} is not the worker of {Namespace}:{Name}: its key is not the pinned one")]
        public static partial void Untrusted(ILogger logger, string @namespace, string name, Uri url);

        [LoggerMessage(Level = LogLevel.Error, Message = "Worker of {Namespace}:{Name} answered {Path} with something else than its message (at {At})")]
        public static partial void BadAnswer(ILogger logger, string @namespace, string name, string path, string? at);
    }
}
