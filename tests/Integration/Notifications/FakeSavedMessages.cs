using System.Collections.Concurrent;
using TelegramParser.Worker.Notifying.SavedMessages;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.IntegrationTests.Notifications;

/// <summary>Saved Messages that take what the test lets them take.</summary>
/// <param name="time">Tells when they were taken.</param>
internal sealed class FakeSavedMessages(TimeProvider time) : ISavedMessages
{
    private readonly ConcurrentQueue<(DateTimeOffset At, string Text)> _taken = new();

    /// <summary>What every message meets; null when it is taken.</summary>
    public Func<Exception?> Refuse { get; set; } = () => null;

    /// <summary>What was taken, oldest first.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Text)> Taken => [.. _taken];

    public Task SendAsync(FormattedText text, CancellationToken ct)
    {
        if (Refuse() is { } refusal)
            return Task.FromException(refusal);
        _taken.Enqueue((time.GetUtcNow(), text.Text));
        return Task.CompletedTask;
    }
}
