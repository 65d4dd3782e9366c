namespace TelegramParser.Storage.Subscriptions;

/// <summary>How a parse of a subscription went.</summary>
/// <param name="Reason">A constant of <c>Reasons</c>.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Succeeded">Whether everything was read.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="NextRunAt">When the next one is due; null when none is.</param>
public sealed record SubscriptionOutcome(
    string? Reason,
    string? Message,
    bool Succeeded,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    DateTimeOffset? NextRunAt);
