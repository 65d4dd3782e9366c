using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Monitoring;

/// <summary>
/// Reads a monitor's group from its cursor to its head and has everything examined; only this moves the cursor. The first look sets
/// the cursor to the head. A group that is a subscription too is read only while no parse wants it.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class GroupReader(
    LeaseToken lease, TelegramClient client, GroupResolver resolver, ChannelReader reader, ClientRenewal renewal, Examiner examiner,
    WatchSet watches, SubscriptionSet subscriptions, Stores stores, TimeProvider time)
{
    private readonly Dictionary<long, SemaphoreSlim> _turns = [];

    /// <summary>Reads all there is.</summary>
    /// <returns>False when something else was wanted more: the rest is to be read later.</returns>
    public async Task<bool> ReadAsync(Watch watch, CancellationToken ct)
    {
        var asked = watch.Settings.Group;
        ChannelRow group;
        using (await renewal.HoldAsync(ct))
        {
            var me = await client.SendAsync(new GetMe(), ct);
            examiner.Account = new WatchedAccount(me.Id, me.Usernames?.ActiveUsernames ?? []);
            group = await resolver.ResolveAsync(watch, ct);
        }
        // Who closes a chat closes it for all, so two monitors of a group take turns, too.
        var turn = _turns.GetValueOrDefault(group.ChatId) ?? (_turns[group.ChatId] = new SemaphoreSlim(1));
        await turn.WaitAsync(ct);
        try
        {
            return subscriptions.All.FirstOrDefault(s => s.ChatId == group.ChatId) is not { } subscription
                ? await ReadOpenedAsync(watch, asked, group, ct)
                : await subscription.GivingWayAsync(giving => ReadOpenedAsync(watch, asked, group, giving), ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> ReadOpenedAsync(Watch watch, string asked, ChannelRow group, CancellationToken ct)
    {
        using var holding = await renewal.HoldAsync(ct);
        var chatId = group.ChatId;
        // What was last written in the small group that has become this supergroup.
        if (watch is { ChatId: { } former, Cursor: not null } && former != chatId && !await ReadOnAsync(watch, asked, former, ct))
            return false;
        await using var opened = await reader.OpenAsync(chatId, ct);
        await reader.RefreshAsync(opened, (watch.ChatId == chatId ? watch.Cursor : null) ?? long.MaxValue, ct);
        if (!await PinAsync(watch, asked, group, ct))
            return true;
        if (!await ReadOnAsync(watch, asked, chatId, ct))
            return false;
        await stores.Monitors.RecordExaminedAsync(lease, watch.Id, time.GetUtcNow(), ct);
        return true;
    }

    /// <summary>Has everything from the cursor on examined. False when something else was wanted more.</summary>
    private async Task<bool> ReadOnAsync(Watch watch, string asked, long chatId, CancellationToken ct)
    {
        var cursor = watch.Cursor!.Value;
        // What has arrived by itself is beyond the cursor, and is read once more.
        IReadOnlyList<Message> before = [.. watch.Recent.Where(m => m.ServerId() <= cursor)];
        if (before.Count < watch.Settings.ContextMessages)
            before = await reader.BeforeAsync(chatId, cursor + 1, GroupMonitorSpec.MostContextMessages, ct);
        await foreach (var page in reader.ReadForwardAsync(chatId, cursor, ct))
        {
            await examiner.ExamineAsync(watch, chatId, page, before, isRead: true, ct);
            before = Watch.Tail(before, page);
            if (renewal.IsWanted || !watches.Has(watch, asked))
                return false;
        }
        watch.CatchUp(before);
        return true;
    }

    /// <summary>False when the monitor is for another group by now.</summary>
    private async Task<bool> PinAsync(Watch watch, string asked, ChannelRow group, CancellationToken ct)
    {
        if (watch.Cursor is not null && watch.Group == group)
            return true;
        // All of a supergroup that the watched group has become came after that one's messages.
        var head = watch.ChatId is null || watch.ChatId == group.ChatId ? await reader.HeadAsync(group.ChatId, ct) : 0;
        if (await stores.Monitors.PinAsync(lease, watch.Id, asked, group, head, ct) is not { } cursor)
            return false;
        if (watch.ChatId != group.ChatId)
            watch.FallBehind();
        (watch.ChatId, watch.Group, watch.Cursor) = (group.ChatId, group, cursor);
        return true;
    }
}
