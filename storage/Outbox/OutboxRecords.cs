namespace TelegramParser.Storage.Outbox;

/// <summary>What notifications are told of.</summary>
public static class NotificationSources
{
    /// <summary>A ChannelSubscription.</summary>
    public const string Subscription = "ChannelSubscription";

    /// <summary>A GroupMonitor.</summary>
    public const string Monitor = "GroupMonitor";
}

/// <summary>How somebody is told.</summary>
public static class NotificationTargets
{
    /// <summary>By an HTTP request.</summary>
    public const string Webhook = "webhook";

    /// <summary>In the user's own Saved Messages.</summary>
    public const string SavedMessages = "savedMessages";
}

/// <summary>States of a notification.</summary>
public static class NotificationStates
{
    /// <summary>It waits for its first or next try.</summary>
    public const string Queued = "queued";

    /// <summary>It was taken.</summary>
    public const string Delivered = "delivered";

    /// <summary>It was given up.</summary>
    public const string Dead = "dead";
}

/// <summary>A resource that asks for notifications.</summary>
/// <param name="Kind">One of <see cref="NotificationSources"/>.</param>
/// <param name="Name">Name of the resource.</param>
public sealed record NotificationSource(string Kind, string Name);

/// <summary>An event for the outbox.</summary>
/// <param name="Source">The resource.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="EventKey">Names what happened, the same whenever it is found again.</param>
/// <param name="Payloads">Who is told what, by <see cref="NotificationTargets"/>.</param>
/// <param name="At">When it was noticed; it is due at once.</param>
public sealed record OutboxEvent(
    NotificationSource Source, string Event, string EventKey, IReadOnlyDictionary<string, string> Payloads, DateTimeOffset At);

/// <summary>A notification that waits.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Source">The resource.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="EventKey">Names what happened.</param>
/// <param name="Payload">What is sent; null when it is not due yet.</param>
/// <param name="Attempts">Tries that have failed.</param>
/// <param name="FirstTriedAt">When it was first tried.</param>
/// <param name="DueAt">When it is to be tried.</param>
public sealed record QueuedNotification(
    long Id, NotificationSource Source, string Event, string EventKey, string? Payload, int Attempts, DateTimeOffset? FirstTriedAt,
    DateTimeOffset DueAt);

/// <summary>A try that failed.</summary>
/// <param name="Error">Why, in words that name no URL and no secret.</param>
/// <param name="At">When.</param>
/// <param name="RetryAt">When it is tried again; null when it is given up.</param>
public sealed record FailedTry(string Error, DateTimeOffset At, DateTimeOffset? RetryAt);

/// <summary>A user's notifications that wait.</summary>
/// <param name="Queued">How many.</param>
/// <param name="OldestAt">Since when the oldest of them waits; null when none does.</param>
public sealed record OutboxDepth(long Queued, DateTimeOffset? OldestAt);
