namespace TelegramParser.Storage.Monitoring;

/// <summary>What came of examining messages of one group for one monitor.</summary>
/// <param name="MonitorId">The monitor.</param>
/// <param name="ChatId">The group; when the monitor is for another by now, nothing is stored.</param>
public sealed record ExaminedMessages(long MonitorId, long ChatId)
{
    /// <summary>Messages that were found.</summary>
    public IReadOnlyList<MentionRecord> Mentions { get; init; } = [];

    /// <summary>Messages that are context of the mentions before them, which wait for it.</summary>
    public IReadOnlyList<ContextRecord> Following { get; init; } = [];

    /// <summary>The id up to which everything was examined; null when that is not known, as of messages that arrived by themselves.</summary>
    public long? Cursor { get; init; }
}

/// <summary>A message that a monitor has found. The <c>…Json</c> members hold JSON text.</summary>
public sealed record MentionRecord
{
    /// <summary>The server's message id.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The forum topic that it is in.</summary>
    public long? TopicId { get; init; }

    /// <summary>That topic's name, when it is known.</summary>
    public string? Topic { get; init; }

    /// <summary>Who sent it, an object.</summary>
    public string? SenderJson { get; init; }

    /// <summary>Text or caption.</summary>
    public required string Text { get; init; }

    /// <summary>Entities of the text, an array.</summary>
    public string? EntitiesJson { get; init; }

    /// <summary>What this replies to, an object.</summary>
    public string? ReplyToJson { get; init; }

    /// <summary>Address of the message on t.me.</summary>
    public string? Permalink { get; init; }

    /// <summary>Why it was found, an array of objects with <c>kind</c> and <c>value</c>.</summary>
    public required string TriggersJson { get; init; }

    /// <summary>Messages before it.</summary>
    public IReadOnlyList<ContextRecord> Before { get; init; } = [];

    /// <summary>How many messages after it are to be kept with it.</summary>
    public int AfterWanted { get; init; }
}

/// <summary>A message near a mention.</summary>
/// <param name="MessageId">The server's message id.</param>
/// <param name="Date">When it was sent.</param>
/// <param name="SenderJson">Who sent it, an object.</param>
/// <param name="Text">Text or caption; empty when there is none.</param>
public sealed record ContextRecord(long MessageId, DateTimeOffset Date, string? SenderJson, string Text);

/// <summary>What was stored.</summary>
/// <param name="Added">Ids of the messages that are mentions now and were none before.</param>
/// <param name="AwaitsContext">Whether mentions of the monitor still wait for messages after them.</param>
public sealed record StoredMentions(IReadOnlyList<long> Added, bool AwaitsContext);
