using System.Globalization;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Importing;

namespace TelegramParser.Operator.Importing;

/// <summary>Moves the posts of the older system in, a page at a time, and tells how far it is.</summary>
/// <param name="old">Where they come from.</param>
/// <param name="store">Where they go.</param>
/// <param name="users">The users here.</param>
/// <param name="source">Names the older database.</param>
/// <param name="time">Measures.</param>
/// <param name="tell">Gets lines for a person.</param>
internal sealed class Import(OldDatabase old, ImportStore store, UserStore users, string source, TimeProvider time, Action<string> tell)
{
    /// <summary>Rows of a page: a transaction of some tenths of a second.</summary>
    public const int PageSize = 1_000;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    /// <summary>Tells what an import would bring, and stores nothing.</summary>
    public async Task RehearseAsync(IReadOnlyList<PlannedUser> plan, bool again, CancellationToken cancellation)
    {
        foreach (var user in plan)
        {
            var row = await users.FindAsync(user.Key, cancellation);
            var begun = row is null || again ? null : await store.FindAsync(source, row.Id, user.Old.Id, cancellation);
            var left = await old.CountAsync(user.Old.Id, OldIds(user), begun?.LastId ?? 0, cancellation);
            tell(string.Create(CultureInfo.InvariantCulture,
                $"{user.Old.Id} -> {user.Key}{(row is null ? " (new)" : "")}: {user.Channels.Count} channels, {left.Rows:N0} rows to read, {left.Duplicates:N0} of them duplicates, {left.Unusable:N0} without message id or date"));
        }
        tell("Nothing was stored.");
    }

    /// <summary>Imports. What ends on the way goes on from there the next time.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedUser> plan, bool again, CancellationToken cancellation)
    {
        foreach (var user in plan)
            await ImportAsync(user, again, cancellation);
    }

    private async Task ImportAsync(PlannedUser user, bool again, CancellationToken cancellation)
    {
        var row = await users.FindAsync(user.Key, cancellation) ?? await users.EnsureAsync(user.Key, suspended: false, cancellation);
        await store.AddChannelsAsync([.. user.Channels.Select(channel => channel.Row).DistinctBy(channel => channel.ChatId)], cancellation);
        var position = await store.BeginAsync(source, row.Id, user.Old.Id, again, cancellation);
        var channels = user.Channels.ToDictionary(channel => channel.OldId);
        var total = (await old.CountAsync(user.Old.Id, OldIds(user), position.LastId, cancellation)).Rows;
        if (position.LastId > 0)
            tell(string.Create(CultureInfo.InvariantCulture, $"{user.Key}: going on after row {position.LastId}"));

        var (start, told, read) = (time.GetTimestamp(), time.GetTimestamp(), 0L);
        await foreach (var rows in old.PostsAsync(user.Old.Id, OldIds(user), position.LastId, cancellation).Chunk(PageSize).WithCancellation(cancellation))
        {
            (position, var counts) = await store.StoreAsync(position, OldPostMapper.Page(rows, channels), cancellation);
            read += counts.Rows;
            if (time.GetElapsedTime(told) < TellEvery)
                continue;
            told = time.GetTimestamp();
            tell(string.Create(CultureInfo.InvariantCulture,
                $"{user.Key}: {read:N0} of {total:N0} rows, {read / time.GetElapsedTime(start).TotalSeconds:N0} a second"));
        }
        var brought = await store.CountsAsync(position, cancellation);
        tell(string.Create(CultureInfo.InvariantCulture,
            $"{user.Key}: done; of {brought.Rows:N0} rows in all {brought.Added:N0} were new posts, {brought.Joined:N0} joined with one that was there, {brought.Unusable:N0} without message id or date"));
    }

    private static IReadOnlyList<long> OldIds(PlannedUser user) => [.. user.Channels.Select(channel => channel.OldId)];
}
