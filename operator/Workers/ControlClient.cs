using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TelegramParser.Contracts.Control;

namespace TelegramParser.Operator.Workers;

/// <summary>
/// Talks to the control API of one worker at a time: TLS with the worker's pinned key, its own bearer token. A client
/// lives for one call, so that no connection, token or pin of one worker can serve another.
/// </summary>
/// <param name="installation">Name of the installation.</param>
/// <param name="controlKey">Its control key.</param>
/// <param name="time">Clock of time-outs.</param>
/// <param name="logger">Where failures are logged.</param>
internal sealed partial class ControlClient(string installation, ReadOnlyMemory<byte> controlKey, TimeProvider time, ILogger logger)
{
    /// <summary>How long a step of a login may take: it waits for Telegram, possibly over a slow proxy.</summary>
    public static readonly TimeSpan LoginTimeout = TimeSpan.FromSeconds(60);

    private const long MaximumAnswer = 4 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Ends the session at Telegram.</summary>
    /// <exception cref="ControlException">It was not ended, or is not known to be.</exception>
    public Task<LoginStatus> LogOutAsync(WorkerAddress worker, CancellationToken cancellation) =>
        LoginAsync(worker, HttpMethod.Post, ControlPaths.Logout, body: null, LoginTimeout, cancellation);

    /// <summary>A step of a login, or a question about it.</summary>
    /// <exception cref="ControlException">It was not done, or is not known to be.</exception>
    public Task<LoginStatus> LoginAsync(
        WorkerAddress worker, HttpMethod method, string path, HttpContent? body, TimeSpan timeout, CancellationToken cancellation) =>
        SendAsync(worker, method, path, body, ControlJson.Default.LoginStatus, timeout, cancellation);

    /// <summary>Any command.</summary>
    /// <exception cref="ControlException">It was not done, or is not known to be.</exception>
    public async Task<T> SendAsync<T>(
        WorkerAddress worker, HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> answer,
        TimeSpan timeout, CancellationToken cancellation)
    {
        var credentials = ControlCredentials.Derive(controlKey.Span, installation, worker.Namespace, worker.Name);
        using var client = Connect(credentials.PublicKeySha256);
        using var request = new HttpRequestMessage(method, new Uri(worker.Url, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credentials.Token);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                throw await RefusedAsync(worker, response, either.Token);
            return await response.Content.ReadFromJsonAsync(answer, either.Token)
                ?? throw new JsonException("The answer is null.");
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ControlException(ControlFailure.TimedOut, $"The worker did not end within {timeout.TotalSeconds:0} s.", exception);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException)
        {
            Log.Untrusted(logger, worker.Namespace, worker.Name, worker.Url);
            throw new ControlException(ControlFailure.Untrusted, $"What answers at {worker.Url.Authority} is not the worker.", exception);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw Unreachable(worker, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unreachable(worker, exception);
        }
        catch (JsonException exception)
        {
            Log.BadAnswer(logger, worker.Namespace, worker.Name, path, exception.Path);
            throw new ControlException(ControlFailure.BadAnswer, "The worker answered something unexpected.", exception);
        }
    }

    private ControlException Unreachable(WorkerAddress worker, Exception cause)
    {
        Log.Unreachable(logger, worker.Namespace, worker.Name, worker.Url, cause.Message);
        return new ControlException(ControlFailure.Unreachable, $"The worker does not answer at {worker.Url.Authority}.", cause);
    }

    private static async Task<ControlException> RefusedAsync(
        WorkerAddress worker, HttpResponseMessage response, CancellationToken cancellation)
    {
        var error = await ErrorAsync(response, cancellation);
        var words = error?.Message ?? $"The worker of {worker.Namespace}:{worker.Name} answered {(int)response.StatusCode}.";
        return new ControlException(ControlFailure.Refused, words) { Status = response.StatusCode, Error = error };
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
                certificate is X509Certificate2 presented
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.ASCII.GetBytes(ControlCredentials.PinOf(presented.PublicKey.ExportSubjectPublicKeyInfo())),
                    Encoding.ASCII.GetBytes(pin)),
        },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumAnswer,
    };

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
