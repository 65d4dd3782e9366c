using TelegramParser.Storage.Refreshing;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.Worker.Refreshing;

/// <summary>Which subscriptions' posts are to be read again, and when: pure functions.</summary>
internal static class RefreshPlan
{
    /// <summary>When a subscription's next refresh is due; null for never as things are.</summary>
    /// <remarks>A channel that cannot be parsed now is not refreshed either: parses find out when it can be read again.</remarks>
    public static DateTimeOffset? DueAt(Subscription subscription, RefreshState state)
    {
        if (!subscription.Refresh.IsOn || subscription.Failures > 0)
            return null;
        var due = (state.RefreshedAt ?? state.CreatedAt) + subscription.Refresh.Interval;
        return subscription.RefreshRetryAt > due ? subscription.RefreshRetryAt : due;
    }

    /// <summary>What is due now, and when to look again; null when nothing will be.</summary>
    public static (IReadOnlyList<Subscription> Due, DateTimeOffset? Next) Of(
        IEnumerable<Subscription> active, IReadOnlyList<RefreshState> states, DateTimeOffset now)
    {
        var times = active
            .Join(states, s => s.ChatId, state => state.ChatId, (s, state) => (Subscription: s, At: DueAt(s, state)))
            .Where(planned => planned.At is not null)
            .ToList();
        return (
            [.. times.Where(planned => planned.At <= now).OrderBy(planned => planned.At).Select(planned => planned.Subscription)],
            times.Where(planned => planned.At > now).Min(planned => planned.At));
    }
}
