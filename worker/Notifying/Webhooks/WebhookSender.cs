using System.Globalization;
using System.Net;
using System.Text;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>
/// Sends a webhook's request, once: to public hosts and those that an administrator lists, following no redirect, reading nothing of the
/// answer but its status.
/// </summary>
/// <remarks>Works on the thread pool.</remarks>
internal sealed class WebhookSender(AddressGuard guard, IHostResolver resolver, IEndPointConnector connector, TimeProvider time)
{
    /// <summary>The longest that a receiver may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int MaxHeaderKilobytes = 64;
    private const string UserAgent = "telegram-parser-operator/0.1 (webhook)";
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    /// <summary>Sends it.</summary>
    public async Task<WebhookOutcome> SendAsync(WebhookRequest ask, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        using var http = new HttpMessageInvoker(new GuardedHandler(
            guard, new GuardedDialer(guard, resolver, connector, time, ConnectTime), connection => connection, MaxHeaderKilobytes));
        using var request = Build(ask);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            return OutcomeOf(response);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WebhookOutcome.Failed($"The receiver did not answer within {Patience.TotalSeconds:F0} s.", OfReceiver: true);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new WebhookOutcome.Failed(MessageOf(e), OfReceiver: true);
        }
    }

    // Never the error's own words, which may name the URL.
    private static string MessageOf(Exception error) => FetchFailures.Of(error) switch
    {
        { Reason: FetchReasons.BlockedAddress or FetchReasons.BlockedPort } blocked =>
            $"{blocked.Message} An administrator can list the host among the private hosts.",
        { } failure => failure.Message,
        null => $"The request could not be sent: {error.GetType().Name}.",
    };

    private HttpRequestMessage Build(WebhookRequest ask)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, ask.Url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(ask.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("webhook-id", ask.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        if (ask.Keys.Count > 0)
            request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Sign(ask.Keys, ask.Id, timestamp, ask.Body));
        return request;
    }

    private WebhookOutcome OutcomeOf(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        var message = $"The receiver answered {code}.";
        return code switch
        {
            >= 200 and <= 299 => new WebhookOutcome.Delivered(),
            410 => new WebhookOutcome.Gone(),
            >= 300 and <= 399 => new WebhookOutcome.Failed($"{message} Redirects are not followed: give the URL that it leads to.", OfReceiver: true),
            // Of a request that is wrong the next one knows nothing.
            >= 400 and <= 499 and not (401 or 403 or 404 or 405 or 408 or 429) =>
                new WebhookOutcome.Failed(message, OfReceiver: false, response.RetryAfter(time.GetUtcNow())),
            _ => new WebhookOutcome.Failed(message, OfReceiver: true, response.RetryAfter(time.GetUtcNow())),
        };
    }
}
