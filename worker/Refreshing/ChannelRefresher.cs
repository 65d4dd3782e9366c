using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Refreshing;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Refreshing;

/// <summary>
/// Reads the stored posts of a channel's window again and stores what has become of them. It moves no cursor, stores no
/// post that no parse has examined, and takes nothing for deleted but what the server, asked for that very message, says is not there.
/// </summary>
/// <remarks>Lives on the event loop. Each page is one transaction; what an interruption leaves undone, the next round does.</remarks>
internal sealed class ChannelRefresher(
    LeaseToken lease, ChannelResolver resolver, ChannelReader reader, ClientRenewal renewal, UnstoredMessages unstored, Stores stores,
    TimeProvider time)
{
    /// <summary>Reads the stored posts of a range again.</summary>
    /// <param name="subscription">A subscription whose channel is pinned.</param>
    /// <param name="window">The ids of the window's posts.</param>
    /// <param name="counts">Told what is met on the way.</param>
    /// <param name="ct">Ends it: what a page's transaction has not stored is left as it was.</param>
    public async Task RefreshAsync(Subscription subscription, IdRange window, RefreshCounts counts, CancellationToken ct)
    {
        var left = window;
        while (left.High >= left.Low)
        {
            var range = left;
            left = await subscription.AloneAsync(async () =>
            {
                using var holding = await renewal.HoldAsync(ct);
                return await ReadAsync(subscription, range, counts, ct);
            }, ct);
        }
    }

    /// <summary>Reads down from the range's upper end; what is left when the client is to be renewed or a parse waits.</summary>
    private async Task<IdRange> ReadAsync(Subscription subscription, IdRange range, RefreshCounts counts, CancellationToken ct)
    {
        var channel = await resolver.ResolveAsync(subscription, ct);
        await stores.Subscriptions.UpdateChannelAsync(lease, channel.Row, ct);
        var progress = await stores.Subscriptions.GetUserChannelAsync(lease.UserId, channel.Row.ChatId, ct)
            ?? throw new InvalidOperationException($"Channel {channel.Row.ChatId} is not pinned.");
        await using var opened = await reader.OpenAsync(channel.Row.ChatId, ct);
        // TDLib may have read the newest post before it knew the channel's reactions.
        var reading = new Reading(channel.Row, progress, opened.KnowsReactions ? channel.Chat.LastMessage?.ServerId() ?? long.MaxValue : 0, counts);
        await foreach (var page in reader.Past(channel.Row.ChatId, ct).PagesAsync(range.High + 1, range.High - range.Low + 1))
        {
            var covered = range with { Low = Math.Max(range.Low, page[^1].ServerId()) };
            await ExamineAsync(reading, [.. page.Where(m => m.ServerId() >= covered.Low)], covered, ct);
            range = range with { High = covered.Low - 1 };
            if (range.High < range.Low || renewal.IsWanted || subscription.IsAwaited)
                return range;
        }
        // Telegram shows nothing below: each post that is stored there is asked for.
        await ExamineAsync(reading, [], range, ct);
        return range with { High = range.Low - 1 };
    }

    private async Task ExamineAsync(Reading reading, IReadOnlyList<Message> page, IdRange covered, CancellationToken ct)
    {
        var chatId = reading.Channel.ChatId;
        var known = await stores.Refresh.IdsAsync(lease.UserId, chatId, covered, ct);
        await StoreAsync(reading, page, ct);
        foreach (var suspects in known.Except(page.Select(m => m.ServerId())).Chunk(ChannelReader.PageSize))
        {
            var answer = await reader.ReadAsync(chatId, suspects, ct);
            await StoreAsync(reading, [.. answer.Values.OfType<Message>()], ct);
            var deleted = answer.Where(a => a.Value is null).Select(a => a.Key).ToList();
            if (deleted.Count > 0)
                reading.Counts.Deleted += await stores.Refresh.MarkDeletedAsync(lease, chatId, deleted, time.GetUtcNow(), ct);
        }
    }

    private async Task StoreAsync(Reading reading, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        // Beyond the cursor and below the backfill's mark, parses decide what is stored.
        var examined = messages
            .Where(m => m.ServerId() <= reading.Progress.Cursor && m.ServerId() >= reading.Progress.BackfillLowId)
            .ToList();
        if (examined.Count == 0)
            return;
        var page = PageMapper.Map(reading.Channel.ChatId, examined, reading.Channel.Username, new CursorMove.None());
        var posts = page.Posts.Select(post => post.MessageId < reading.KnowsReactionsBelow ? post with { ReactionsJson = post.ReactionsJson ?? "[]" } : post);
        var stored = await unstored.StoreAsync(page with { Posts = [.. posts] }, ct);
        reading.Counts.Read += examined.Count;
        reading.Counts.Changed += stored.Changed;
        reading.Counts.Added += stored.Added;
    }

    // Below that id, a post without reactions has none.
    private sealed record Reading(ChannelRow Channel, UserChannelRow Progress, long KnowsReactionsBelow, RefreshCounts Counts);
}

/// <summary>What a refresh has met.</summary>
internal sealed class RefreshCounts
{
    /// <summary>Messages read.</summary>
    public long Read { get; set; }

    /// <summary>Posts whose content or counters have changed.</summary>
    public long Changed { get; set; }

    /// <summary>Posts between those examined that were not there before.</summary>
    public long Added { get; set; }

    /// <summary>Posts that were marked as deleted.</summary>
    public long Deleted { get; set; }
}
