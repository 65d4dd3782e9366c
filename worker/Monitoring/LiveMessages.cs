using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Channels;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Monitoring;

/// <summary>
/// Has messages examined as they arrive. It moves no cursor: what it loses, or what never arrives, the next reading finds.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class LiveMessages(
    HeldLease lease, TelegramClient client, WatchSet watches, Examiner examiner, Names names, ClientRenewal renewal, TimeProvider time,
    ILogger<LiveMessages> logger)
{
    private const int MostWaiting = 2_000;

    // What has arrived is read again soon, so that nothing is missed for long that was skipped between. Many groups take turns: each
    // reading is a call, of which Telegram allows some 50 a minute.
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Channel<(Watch Watch, Message Message)> _waiting =
        Channel.CreateBounded<(Watch, Message)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var subscription = client.Subscribe(Look);
        while (await _waiting.Reader.WaitToReadAsync(ct))
        {
            var arrived = new List<(Watch Watch, Message Message)>();
            while (_waiting.Reader.TryRead(out var next))
                arrived.Add(next);
            foreach (var group in arrived.GroupBy(a => a.Watch, a => a.Message))
                await TryExamineAsync(group.Key, [.. group.DistinctBy(m => m.Id).OrderBy(m => m.Id)], ct);
        }
    }

    private void Look(TdUpdate update)
    {
        switch (update)
        {
            case UpdateNewMessage { Message: var message }:
                Take(message);
                break;
            // While it is not ready, and until it has been so and the group was read, messages may be skipped.
            case UpdateConnectionState { State: var state }:
                foreach (var watch in watches.Active)
                {
                    watch.FallBehind();
                    if (state is ConnectionStateReady && watch.Reason is (null or Contracts.Resources.Reasons.TelegramUnreachable))
                        watches.ReadBy(watch, time.GetUtcNow());
                }
                break;
            case UpdateSupergroup { Supergroup: var group }:
                Look(ChatId.OfChannel(group.Id), GroupResolver.IsMember(group.Status));
                break;
            case UpdateBasicGroup { BasicGroup: var group }:
                Look(-group.Id, GroupResolver.IsMember(group.Status) && group.UpgradedToSupergroupId == 0);
                break;
            case UpdateForumTopicInfo { Info: var topic }:
                names.Learn(topic);
                break;
        }
    }

    private void Take(Message message)
    {
        // One that is being sent has an id of TDLib's own until the server has given it one.
        if (MessageId.ToTdlib(message.ServerId()) != message.Id)
            return;
        var pause = Max(ReadAgainAfter, watches.Active.Count() * BetweenReadings);
        foreach (var watch in watches.Active.Where(w => w.ChatId == message.ChatId && message.ServerId() > w.Cursor))
        {
            if (!_waiting.Writer.TryWrite((watch, message)))
                watch.FallBehind();
            watches.ReadBy(watch, Max(time.GetUtcNow(), watch.LastReading + pause));
            renewal.Count(1);
        }
    }

    // Who has left, or has come back, sees it at once.
    private void Look(long chatId, bool isMember)
    {
        foreach (var watch in watches.Active)
        {
            if (isMember ? watch.AwaitedChatId == chatId || (watch.ChatId == chatId && watch.Reason is not null) : watch.ChatId == chatId && watch.Reason is null)
                watches.ReadBy(watch, time.GetUtcNow());
        }
    }

    private async Task TryExamineAsync(Watch watch, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        try
        {
            // Read by now, or not wanted any more.
            var fresh = messages.Where(m => m.ServerId() > watch.Cursor && m.ChatId == watch.ChatId).ToList();
            if (fresh.Count == 0 || !watches.Has(watch, watch.Settings.Group))
                return;
            using var holding = await renewal.HoldAsync(ct);
            await examiner.ExamineAsync(watch, fresh[0].ChatId, fresh, watch.IsUpToDate ? watch.Recent : null, isRead: false, ct);
            watch.Follow(fresh);
        }
        catch (LeaseLostException e)
        {
            lease.MarkLost(e.Message);
        }
        catch (Exception e) when (e is NpgsqlException or TelegramException or TelegramTimeoutException or FloodWaitException)
        {
            Log.NotExamined(logger, watch.Name, e.Message);
            watch.FallBehind();
            watches.ReadBy(watch, time.GetUtcNow() + RetryAfter);
        }
    }

    private static T Max<T>(T a, T b)
        where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "messages of the group of monitor {Monitor} could not be examined as they arrived, they are read again: {Problem}")]
        public static partial void NotExamined(ILogger logger, string monitor, string problem);
    }
}
