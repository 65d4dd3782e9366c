using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Metrics;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>
/// Sends requests to one API server: authenticated, within the client's own rate, again when the server puts them off, and with
/// refusals as <see cref="ApiException"/>.
/// </summary>
internal sealed partial class ApiConnection : IDisposable
{
    private readonly ClientConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly RequestRate _rate;
    private readonly string _server;

    public ApiConnection(ClientConfiguration configuration, ClientOptions options, TimeProvider time, Random random, ILogger logger)
    {
        ClientOptions.Validate(options);
        Options = options;
        _configuration = configuration;
        _time = time;
        _random = random;
        _logger = logger;
        _server = configuration.Server.AbsoluteUri.TrimEnd('/');
        _rate = new RequestRate(options.RequestsPerSecond, options.Burst, time);
        _http = new HttpClient(HandlerFactory.Create(configuration))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
    }

    public ClientOptions Options { get; }

    /// <summary>Sends a request and reads its JSON answer.</summary>
    /// <exception cref="ApiException">The server refused it.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<JsonDocument> SendAsync(ApiRequest request, CancellationToken cancellationToken) => RetryAsync(
        request,
        async (response, token) =>
        {
            using (response)
            {
                await using var body = await response.Content.ReadAsStreamAsync(token);
                return await JsonDocument.ParseAsync(body, default, token);
            }
        },
        cancellationToken);

    /// <summary>Sends a request and hands out the answer as soon as its head is there. The caller disposes it.</summary>
    /// <exception cref="ApiException">The server refused it.</exception>
    /// <exception cref="TimeoutException">No head of an answer in time.</exception>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RetryAsync(request, (response, _) => Task.FromResult(response), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<TResult> RetryAsync<TResult>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var (result, refusal) = await TryAsync(request, read, cancellationToken);
            if (refusal is null)
                return result!;
            if (RetryRule.Delay(request.Method, refusal, tries, Options, _random.NextDouble()) is not { } delay)
                throw new ApiException(refusal);
            Log.PutOff(_logger, request.Verb, request.Resource, refusal.Code, delay, refusal.Message);
            await Task.Delay(delay, _time, cancellationToken);
        }
    }

    private async Task<(TResult? Result, Status? Refusal)> TryAsync<TResult>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await SendOnceAsync(request, timeout, either.Token);
            if (response.IsSuccessStatusCode)
                return (await read(response, either.Token), null);
            using (response)
                return (default, await ErrorResponse.ReadAsync(response, either.Token));
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{request.Verb} {request.Resource}: no answer within {Options.RequestTimeout.TotalSeconds:F0} s.", e);
        }
    }

    // One request, or two where the token was rotated under the first.
    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationTokenSource timeout, CancellationToken cancellationToken)
    {
        RequestMetrics.Waited(request.Verb, await _rate.WaitAsync(cancellationToken));
        timeout.CancelAfter(Options.RequestTimeout);
        var token = _configuration.Token?.Current;
        var response = await MeasureAsync(request, token, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized || token is null || !_configuration.Token!.Refused(token))
            return response;
        response.Dispose();
        return await MeasureAsync(request, _configuration.Token.Current, cancellationToken);
    }

    private async Task<HttpResponseMessage> MeasureAsync(ApiRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = Message(request, token);
        var started = _time.GetTimestamp();
        var code = RequestMetrics.NoAnswer;
        try
        {
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            code = ((int)response.StatusCode).ToString();
            return response;
        }
        finally
        {
            RequestMetrics.Answered(request.Verb, request.Resource, code, _time.GetElapsedTime(started));
        }
    }

    private HttpRequestMessage Message(ApiRequest request, string? token)
    {
        var message = new HttpRequestMessage(request.Method, _server + request.Path)
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Accept));
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // The handler takes the name to check in the certificate from here; API servers do not look at the header.
        if (_configuration.TlsServerName is { Length: > 0 } name)
            message.Headers.Host = name;
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, KubernetesJson.Options));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }
        return message;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The API server put off {Verb} {Resource} ({Code}); again in {Delay}: {Reason}")]
        public static partial void PutOff(ILogger logger, string verb, string resource, int code, TimeSpan delay, string reason);
    }
}
