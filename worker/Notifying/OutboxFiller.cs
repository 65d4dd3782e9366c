using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Notifying;

/// <summary>
/// Puts what is new into the outbox, after it is stored: takes little of Postgres while channels are parsed, and sends nothing.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="lease">The user's lease.</param>
/// <param name="user">The user.</param>
/// <param name="sources">Who is to be told.</param>
/// <param name="posts">Where new posts are.</param>
/// <param name="mentions">Where mentions are.</param>
/// <param name="isBusy">Whether channels are parsed.</param>
/// <param name="filled">Called when there is something to deliver.</param>
/// <param name="time">Measures the pauses.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class OutboxFiller(
    HeldLease lease, NotifiedUser user, NotifySources sources, PostOutboxStore posts, MentionOutboxStore mentions, Func<bool> isBusy,
    Action filled, TimeProvider time, ILogger<OutboxFiller> logger)
{
    /// <summary>Most posts of one event.</summary>
    public const int MostPosts = 100;

    private const int MentionsAtOnce = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly WakeSignal _stored = new();
    private bool _isPausing;
    private bool _isLooking;

    /// <summary>Something new is looked for, or about to be.</summary>
    public bool IsBusy => !_isPausing && (_isLooking || _stored.Task.IsCompleted);

    /// <summary>Tells that something was stored.</summary>
    public void Wake() => _stored.Set();

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        // What the process before has left.
        Wake();
        while (true)
        {
            _isLooking = false;
            await _stored.Task.WaitAsync(ct);
            await PauseAsync(Pause, ct);
            _isLooking = true;
            _stored.Reset();
            try
            {
                // Without anybody to be told, too: who is told later hears of nothing that was there before.
                while (await HandMentionsOverAsync(ct))
                {
                }
                while (sources.Any && await FillAsync(ct))
                {
                    if (isBusy())
                        await PauseAsync(Pause, ct);
                }
            }
            catch (LeaseLostException e)
            {
                lease.MarkLost(e.Message);
            }
            catch (NpgsqlException e)
            {
                Log.NotFilled(logger, e.Message);
                await PauseAsync(RetryAfter, ct);
                Wake();
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken ct)
    {
        _isPausing = true;
        await Task.Delay(pause, time, ct);
        _isPausing = false;
    }

    // Returns whether there may be more.
    private async Task<bool> FillAsync(CancellationToken ct)
    {
        if (await posts.NextAsync(lease.Token.UserId, MostPosts, ct) is not { } found)
            return false;
        var told = await EventAsync(found, ct);
        await posts.HandOverAsync(
            lease.Token, found, found.Posts.Count < MostPosts ? found.Cursor : found.Posts[^1].Post.MessageId, told, ct);
        if (told is not null)
            filled();
        return true;
    }

    // Returns whether there may be more.
    private async Task<bool> HandMentionsOverAsync(CancellationToken ct)
    {
        var found = await mentions.ListAsync(lease.Token.UserId, MentionsAtOnce, ct);
        foreach (var mention in found)
        {
            var now = time.GetUtcNow();
            var told = sources.Find(new NotificationSource(NotificationSources.Monitor, mention.Monitor)) is { } notify
                ? MentionEvents.Of(user, mention, notify, now)
                : null;
            await mentions.HandOverAsync(lease.Token, mention.Id, told, now, ct);
            if (told is not null)
                filled();
        }
        return found.Count == MentionsAtOnce;
    }

    private async Task<OutboxEvent?> EventAsync(NewPosts found, CancellationToken ct)
    {
        if (found.Posts.Count == 0 || sources.Find(new NotificationSource(NotificationSources.Subscription, found.Subscription)) is not { } notify)
            return null;
        // Off the event loop: a hundred posts may be a megabyte.
        return await Task.Run(() => PostEvents.Of(user, found, notify, time.GetUtcNow()), ct);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "what is new could not be put into the outbox, it is tried again: {Problem}")]
        public static partial void NotFilled(ILogger logger, string problem);
    }
}
