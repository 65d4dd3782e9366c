using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Monitoring;

/// <summary>One monitor while the worker runs: what was asked for, and how far its group was examined.</summary>
/// <remarks>Lives on the event loop. Message ids are the server's.</remarks>
internal sealed class Watch(long id, MonitorSettings settings)
{
    // Enough for the context of any mention.
    private const int MostRecent = GroupMonitorSpec.MostContextMessages;

    /// <summary>Row id in Postgres.</summary>
    public long Id { get; } = id;

    /// <summary>Name of the resource.</summary>
    public string Name => Settings.Name;

    /// <summary>What is asked for; replaced when the resource changes.</summary>
    public MonitorSettings Settings { get; set; } = settings;

    /// <summary>Finds what is asked for.</summary>
    public MentionMatcher Matcher { get; set; } = new(settings.Triggers);

    /// <summary>The pinned group, once resolved.</summary>
    public long? ChatId { get; set; }

    /// <summary>The group as it was last stored.</summary>
    public ChannelRow? Group { get; set; }

    /// <summary>A group that the account is no member of yet: once it is one, this can begin.</summary>
    public long? AwaitedChatId { get; set; }

    /// <summary>Everything up to this was examined; null before the first look.</summary>
    public long? Cursor { get; set; }

    /// <summary>Why the group is not watched, a constant of <see cref="Reasons"/>.</summary>
    public string? Reason { get; set; }

    /// <summary>Readings that have failed since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>When the group is to be read.</summary>
    public DateTimeOffset NextReading { get; set; }

    /// <summary>When the last reading ended.</summary>
    public DateTimeOffset LastReading { get; set; }

    /// <summary>Mentions may wait for messages after them.</summary>
    public bool AwaitsContext { get; set; } = true;

    /// <summary>
    /// The group was read up to its head, and nothing was missed since: what arrives follows what was there before.
    /// </summary>
    public bool IsUpToDate { get; private set; }

    /// <summary>The newest messages without a gap between them, ascending, while that is known.</summary>
    public IReadOnlyList<Message> Recent { get; private set; } = [];

    /// <summary>The group is watched.</summary>
    public bool IsRunning => Reason is null && Cursor is not null;

    /// <summary>The group was read up to its head; these are its last messages.</summary>
    public void CatchUp(IReadOnlyList<Message> last)
    {
        IsUpToDate = true;
        Recent = Tail(last, Recent.Where(m => last.Count == 0 || m.ServerId() > last[^1].ServerId()));
    }

    /// <summary>Messages have arrived, ascending; the ones that were there already are passed over.</summary>
    public void Follow(IEnumerable<Message> messages)
    {
        if (IsUpToDate)
            Recent = Tail(Recent, messages.Where(m => Recent.Count == 0 || m.ServerId() > Recent[^1].ServerId()));
    }

    /// <summary>Messages may have been missed.</summary>
    public void FallBehind()
    {
        IsUpToDate = false;
        Recent = [];
    }

    /// <summary>The last of these messages, as many as any context needs.</summary>
    public static IReadOnlyList<Message> Tail(IReadOnlyList<Message> messages, IEnumerable<Message> more) =>
        [.. messages.Concat(more).TakeLast(MostRecent)];
}
