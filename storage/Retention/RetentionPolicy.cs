namespace TelegramParser.Storage.Retention;

/// <summary>How long a user's posts are kept, as the resources say.</summary>
/// <param name="Days">Days that posts are kept; null for ever.</param>
/// <param name="BySubscription">The same of each subscription, by name; null when as the user says.</param>
public sealed record RetentionPolicy(int? Days, IReadOnlyDictionary<string, int?> BySubscription)
{
    /// <summary>Whether any post is to be removed at some time.</summary>
    public bool RemovesAny => Days is not null || BySubscription.Values.Any(days => days is not null);
}
