using System.Collections.Concurrent;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Charts;

/// <summary>
/// Posts a day for the charts, counted at most every half minute however many pages are open: every open page asks again every 15 s.
/// </summary>
internal sealed class DailyCounts(StatsQueries stats, TimeProvider time)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Key, Entry> _counts = new();

    /// <summary>The counts of the days that charts show: of each user of the realm that has a resource, or of its only user.</summary>
    /// <param name="realm">Whose posts.</param>
    /// <param name="first">The first day.</param>
    /// <param name="cancellation">Ends the waiting; who else waits gets the counts all the same.</param>
    public Task<IReadOnlyList<DailyPosts>> ReadAsync(Realm realm, DateOnly first, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var key = new Key(realm, first);
        if (!_counts.TryGetValue(key, out var entry) || entry.IsOver(now))
        {
            Forget(now);
            var fresh = new Entry(now + Keep, new(() => stats.PerDayAsync(realm.Installation, realm.UserId, first, PostsPerDay.Days, CancellationToken.None)));
            entry = _counts.AddOrUpdate(key, fresh, (_, other) => other.IsOver(now) ? fresh : other);
        }
        return entry.Counts.Value.WaitAsync(cancellation);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, entry) in _counts)
        {
            if (entry.IsOver(now))
                _counts.TryRemove(new(key, entry));
        }
    }

    private sealed record Key(Realm Realm, DateOnly First);

    private sealed record Entry(DateTimeOffset Until, Lazy<Task<IReadOnlyList<DailyPosts>>> Counts)
    {
        // What has failed is not kept.
        public bool IsOver(DateTimeOffset now) => now >= Until || (Counts.IsValueCreated && Counts.Value.IsFaulted);
    }
}
