namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>A request for a webhook.</summary>
/// <param name="Url">Where it goes.</param>
/// <param name="Keys">What it is signed with; none when it is not signed.</param>
/// <param name="Id">The same for every try of an event.</param>
/// <param name="Body">JSON.</param>
internal sealed record WebhookRequest(Uri Url, IReadOnlyList<byte[]> Keys, string Id, string Body);

/// <summary>What became of a try.</summary>
internal abstract record WebhookOutcome
{
    /// <summary>The receiver has taken it.</summary>
    public sealed record Delivered : WebhookOutcome;

    /// <summary>It has not.</summary>
    /// <param name="Error">Why, in words that name no URL and no secret.</param>
    /// <param name="OfReceiver">No other event would have been taken, either.</param>
    /// <param name="RetryAfter">What the receiver asked for.</param>
    public sealed record Failed(string Error, bool OfReceiver, TimeSpan? RetryAfter = null) : WebhookOutcome;

    /// <summary>The receiver wants none of it any more.</summary>
    public sealed record Gone : WebhookOutcome;
}
