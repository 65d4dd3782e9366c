namespace TelegramParser.TelegramSimulator.World;

/// <summary>
/// One version of a message of a channel, as the server has it. What is not known in advance may be left out of a
/// draft: without an id it gets the next one, without a date the present time.
/// </summary>
public sealed record Post
{
    /// <summary>Starts at 1; ids of deleted posts are not used again.</summary>
    public int Id { get; init; }

    public DateTimeOffset Date { get; init; }

    public DateTimeOffset? EditDate { get; init; }

    public string Text { get; init; } = "";

    /// <summary>In the order of their offsets.</summary>
    public IReadOnlyList<TextEntity> Entities { get; init; } = [];

    public Media? Media { get; init; }

    /// <summary>The same for all posts of one album.</summary>
    public long? AlbumId { get; init; }

    /// <summary>The id of the post in this channel that it answers.</summary>
    public int? ReplyTo { get; init; }

    /// <summary>The forum's topic that it is in; the general one when null.</summary>
    public int? TopicId { get; init; }

    public ForwardOrigin? Forward { get; init; }

    /// <summary>The signature under the post.</summary>
    public string? Author { get; init; }

    /// <summary>The user who wrote it, in a group.</summary>
    public long? SenderId { get; init; }

    public int Views { get; init; }

    public int Forwards { get; init; }

    /// <summary>How many comments it has; null when the channel takes none.</summary>
    public int? Replies { get; init; }

    public IReadOnlyList<Reaction> Reactions { get; init; } = [];

    /// <summary>Rows of buttons below the post.</summary>
    public IReadOnlyList<IReadOnlyList<UrlButton>> Buttons { get; init; } = [];

    public bool IsPinned { get; init; }

    /// <summary>What happened in the channel, when this is a service message and not a post.</summary>
    public ServiceAction? Action { get; init; }
}

/// <summary>How often an emoji was chosen under a post.</summary>
public sealed record Reaction(string Emoji, int Count);

/// <summary>A button that opens a page.</summary>
public sealed record UrlButton(string Text, string Url);

/// <summary>Where a forwarded post comes from: a channel's post, a user, or one who hides, known by name only.</summary>
public sealed record ForwardOrigin
{
    public required DateTimeOffset Date { get; init; }

    public long? ChannelId { get; init; }

    /// <summary>The id of the original post in that channel.</summary>
    public int? PostId { get; init; }

    public long? UserId { get; init; }

    public string? HiddenName { get; init; }

    /// <summary>The signature of the original post.</summary>
    public string? Author { get; init; }
}
