using Npgsql;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A stored mention.</summary>
public sealed record MentionRow
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required long UserId { get; init; }

    /// <summary>Name of the GroupMonitor that found it.</summary>
    public required string Monitor { get; init; }

    /// <summary>The group's chat id.</summary>
    public required long ChatId { get; init; }

    /// <summary>The group's title.</summary>
    public required string GroupTitle { get; init; }

    /// <summary>The group's username, without @.</summary>
    public string? GroupUsername { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>The message itself; what stands before it only where a single mention is read.</summary>
    public required MentionRecord Mention { get; init; }

    internal static readonly Fragment Columns = new(
        """
        mentions.id, mentions.user_id, group_monitors.name AS monitor, mentions.chat_id, channels.title AS group_title,
        channels.username AS group_username, mentions.found_at, mentions.message_id, mentions.date, mentions.topic_id, mentions.topic,
        mentions.sender, mentions.text, mentions.entities, mentions.reply_to, mentions.permalink, mentions.triggers, mentions.after_wanted
        """);

    internal static MentionRow Read(NpgsqlDataReader row) => new()
    {
        Id = row.Get<long>("id"),
        UserId = row.Get<long>("user_id"),
        Monitor = row.Get<string>("monitor"),
        ChatId = row.Get<long>("chat_id"),
        GroupTitle = row.Get<string>("group_title"),
        GroupUsername = row.Get<string?>("group_username"),
        FoundAt = row.Get<DateTimeOffset>("found_at"),
        Mention = new MentionRecord
        {
            MessageId = row.Get<long>("message_id"),
            Date = row.Get<DateTimeOffset>("date"),
            TopicId = row.Get<long?>("topic_id"),
            Topic = row.Get<string?>("topic"),
            SenderJson = row.Get<string?>("sender"),
            Text = row.Get<string>("text"),
            EntitiesJson = row.Get<string?>("entities"),
            ReplyToJson = row.Get<string?>("reply_to"),
            Permalink = row.Get<string?>("permalink"),
            TriggersJson = row.Get<string>("triggers"),
            AfterWanted = row.Get<int>("after_wanted"),
        },
    };
}

/// <summary>One mention with the messages around it.</summary>
/// <param name="Row">The mention, with the messages before it, oldest first.</param>
/// <param name="After">The messages after it that have come so far, oldest first.</param>
public sealed record MentionDetails(MentionRow Row, IReadOnlyList<ContextRecord> After);

/// <summary>Which mentions to list.</summary>
/// <param name="Since">Only those that were written at this instant or later.</param>
/// <param name="Group">Only those of this group: its chat id, its username with @, or the name of a monitor.</param>
/// <param name="Trigger">Only those with a trigger of this kind: <c>mention</c>, <c>reply</c>, <c>keyword</c> or <c>pattern</c>.</param>
/// <param name="Query">Full text in Russian or English: words, <c>"a phrase"</c>, <c>or</c>, <c>-without</c>.</param>
public sealed record MentionFilter(
    DateTimeOffset? Since = null, string? Group = null, string? Trigger = null, string? Query = null)
{
    /// <summary>Only those that were written before this instant.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>One page of a list of mentions.</summary>
/// <param name="Mentions">Newest first.</param>
/// <param name="Next">Where the next page starts; null when this is the last.</param>
public sealed record MentionList(IReadOnlyList<MentionRow> Mentions, ListCursor? Next);
