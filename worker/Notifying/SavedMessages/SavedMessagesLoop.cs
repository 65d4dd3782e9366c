using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Notifying.SavedMessages;

/// <summary>
/// Delivers notifications to Saved Messages, each at least once: behind the parser, at most one message a minute, in which everything is
/// that was due by then and fits. It tries again with growing waits for a day; what Telegram itself asks to wait is no try.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="userId">The user.</param>
/// <param name="outbox">Where notifications wait.</param>
/// <param name="record">Keeps what became of them.</param>
/// <param name="sources">Who is to be told.</param>
/// <param name="chat">Where they go.</param>
/// <param name="limiter">Tells when a message may be sent.</param>
/// <param name="time">Measures waits.</param>
/// <param name="logger">Gets what failed.</param>
internal sealed partial class SavedMessagesLoop(
    long userId, OutboxStore outbox, OutboxRecord record, NotifySources sources, ISavedMessages chat, CallLimiter limiter, TimeProvider time,
    ILogger<SavedMessagesLoop> logger)
{
    // More would not fit into a message, unless they are tiny: those come with the next one.
    private const int MostAtOnce = 50;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(10);

    // Nobody but this process makes anything due, except for a person's wish that the worker was not told of.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    private readonly WakeSignal _queued = new();

    /// <summary>A message is being sent, or looked for.</summary>
    public bool IsBusy { get; private set; } = true;

    /// <summary>Tells that something is due, or that settings are others.</summary>
    public void Wake() => _queued.Set();

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
            await WaitAsync(await TurnAsync(ct), ct);
    }

    // Sends what is due; returns how long to wait.
    private async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        _queued.Reset();
        try
        {
            if (sources.With(NotificationTargets.SavedMessages).Count == 0
                || await outbox.NextDueAsync(userId, NotificationTargets.SavedMessages, ct) is not { } due)
                return Timeout.InfiniteTimeSpan;
            if (due > time.GetUtcNow())
                return Until(due);
            IsBusy = false;
            return await limiter.CallAsync(CallKind.Send, () => SendDueAsync(ct), ct) ? TimeSpan.Zero : RetryAfter;
        }
        catch (FloodWaitException e)
        {
            return Until(e.Until);
        }
        catch (NpgsqlException e)
        {
            Log.NotRead(logger, e.Message);
            return RetryAfter;
        }
    }

    // Postgres rounds times: what is due in less than that may be due only after it.
    private TimeSpan Until(DateTimeOffset at) => TimeSpan.FromTicks(Math.Clamp((at - time.GetUtcNow()).Ticks, LeastWait.Ticks, LookEvery.Ticks));

    private async Task WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        IsBusy = false;
        await Task.WhenAny(_queued.Task, Task.Delay(wait, time, over.Token));
        IsBusy = true;
        await over.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    // Returns whether there was something. What is due is read now, not when the turn was asked for: it may be more.
    private async Task<bool> SendDueAsync(CancellationToken ct)
    {
        IsBusy = true;
        var due = (await outbox.ListDueAsync(userId, NotificationTargets.SavedMessages, time.GetUtcNow(), MostAtOnce, ct))
            .Where(notification => sources.Find(notification.Source) is { SavedMessages: true }).ToList();
        if (due.Count == 0)
            return false;
        var (text, count) = SavedText.Join(due.Select(notification => SavedNote.Parse(notification.Payload!)));
        var told = due[..count];
        try
        {
            await chat.SendAsync(text, ct);
        }
        catch (Exception e) when (e is TelegramException { IsFloodWait: false } or TelegramTimeoutException)
        {
            foreach (var notification in told)
                await record.FailedAsync(NotificationTargets.SavedMessages, notification, e.Message, asked: null, ct);
            return true;
        }
        await record.DeliveredAsync(NotificationTargets.SavedMessages, told, ct);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "notifications for Saved Messages could not be read, it is tried again: {Problem}")]
        public static partial void NotRead(ILogger logger, string problem);
    }
}
