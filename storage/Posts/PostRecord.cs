namespace TelegramParser.Storage.Posts;

/// <summary>A message of a channel as read from Telegram. The <c>…Json</c> members hold JSON text.</summary>
public sealed record PostRecord
{
    /// <summary>The server's message id.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was posted.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>When it was last edited.</summary>
    public DateTimeOffset? EditDate { get; init; }

    /// <summary>One of <see cref="PostKinds"/>.</summary>
    public string Kind { get; init; } = PostKinds.Message;

    /// <summary>Text or caption; empty when there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Entities of the text, an array.</summary>
    public string? EntitiesJson { get; init; }

    /// <summary>Kind of media, such as <c>photo</c>.</summary>
    public string? MediaKind { get; init; }

    /// <summary>What is known of the media, an object.</summary>
    public string? MediaJson { get; init; }

    /// <summary>The same number in all posts of an album.</summary>
    public long? AlbumId { get; init; }

    /// <summary>What this replies to, an object.</summary>
    public string? ReplyToJson { get; init; }

    /// <summary>Where this was forwarded from, an object.</summary>
    public string? ForwardJson { get; init; }

    /// <summary>Signature of the author, where the channel signs its posts.</summary>
    public string? AuthorSignature { get; init; }

    /// <summary>Who sent it, an object.</summary>
    public string? SenderJson { get; init; }

    /// <summary>Views; what is stored stays when null. The same holds for the other counters.</summary>
    public int? Views { get; init; }

    /// <summary>Forwards.</summary>
    public int? Forwards { get; init; }

    /// <summary>Replies or comments.</summary>
    public int? Replies { get; init; }

    /// <summary>Reactions with their counts, an array; empty when it is known that there is none.</summary>
    public string? ReactionsJson { get; init; }

    /// <summary>Votes of a poll and what its end brings, an object. No part of the post's versions.</summary>
    public string? PollJson { get; init; }

    /// <summary>Address of the post on t.me.</summary>
    public string? Permalink { get; init; }

    /// <summary>Links of the text, in their order.</summary>
    public IReadOnlyList<LinkRecord> Links { get; init; } = [];
}

/// <summary>A link in a post.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Kind">Where it stands: <c>url</c> in the text, <c>text_link</c> behind words, <c>preview</c>, …</param>
public sealed record LinkRecord(string Url, string Kind);

/// <summary>Values of <see cref="PostRecord.Kind"/>.</summary>
public static class PostKinds
{
    /// <summary>Something that somebody posted.</summary>
    public const string Message = "message";

    /// <summary>A service message, such as a new title or a pin.</summary>
    public const string Service = "service";
}
