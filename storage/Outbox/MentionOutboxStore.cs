using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Outbox;

/// <summary>A mention that was not handed to the outbox yet. The <c>…Json</c> members hold JSON text.</summary>
public sealed record NewMention
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the GroupMonitor.</summary>
    public required string Monitor { get; init; }

    /// <summary>The group.</summary>
    public required long ChatId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its username, without @.</summary>
    public string? Username { get; init; }

    /// <summary>The message's id.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Name of the forum's topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Who wrote it, an object.</summary>
    public string? SenderJson { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>Entities of the text, an array.</summary>
    public string? EntitiesJson { get; init; }

    /// <summary>What it replies to, an object.</summary>
    public string? ReplyToJson { get; init; }

    /// <summary>What made it a mention, an array.</summary>
    public required string TriggersJson { get; init; }

    /// <summary>Address on t.me.</summary>
    public string? Permalink { get; init; }

    /// <summary>Messages before it, oldest first, an array of objects with <c>message_id</c>, <c>date</c>, <c>sender</c>, <c>text</c>.</summary>
    public required string ContextJson { get; init; }
}

/// <summary>Hands mentions to the outbox, after they are stored.</summary>
public sealed class MentionOutboxStore(NpgsqlDataSource database)
{
    /// <summary>The oldest mentions that were not handed over.</summary>
    public Task<IReadOnlyList<NewMention>> ListAsync(long userId, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT mentions.id, group_monitors.name AS monitor, mentions.chat_id, coalesce(title, group_name) AS title, username,
                   mentions.message_id, mentions.date, topic, mentions.sender, mentions.text, entities, reply_to, triggers, permalink,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('message_id', message_id, 'date', date, 'sender', sender, 'text', text)
                                              ORDER BY message_id), '[]')
                    FROM mention_context AS near WHERE near.mention_id = mentions.id AND near.message_id < mentions.message_id) AS context
            FROM mentions
            JOIN group_monitors ON group_monitors.id = monitor_id
            LEFT JOIN channels ON channels.chat_id = mentions.chat_id
            WHERE mentions.user_id = {userId} AND notified_at IS NULL
            ORDER BY mentions.id LIMIT {limit}
            """,
            row => new NewMention
            {
                Id = row.Get<long>("id"),
                Monitor = row.Get<string>("monitor"),
                ChatId = row.Get<long>("chat_id"),
                Title = row.Get<string>("title"),
                Username = row.Get<string?>("username"),
                MessageId = row.Get<long>("message_id"),
                Date = row.Get<DateTimeOffset>("date"),
                Topic = row.Get<string?>("topic"),
                SenderJson = row.Get<string?>("sender"),
                Text = row.Get<string>("text"),
                EntitiesJson = row.Get<string?>("entities"),
                ReplyToJson = row.Get<string?>("reply_to"),
                TriggersJson = row.Get<string>("triggers"),
                Permalink = row.Get<string?>("permalink"),
                ContextJson = row.Get<string>("context"),
            },
            cancellation);

    /// <summary>Stores an event and that its mention was handed over; nothing when it was before.</summary>
    /// <param name="token">The lease.</param>
    /// <param name="mentionId">The mention.</param>
    /// <param name="told">The event; null when nobody is to be told.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="LeaseLostException">The lease is not held; nothing was stored.</exception>
    public Task HandOverAsync(LeaseToken token, long mentionId, OutboxEvent? told, DateTimeOffset at, CancellationToken cancellation)
    {
        Statement mark = $"UPDATE mentions SET notified_at = {at} WHERE id = {mentionId} AND user_id = {token.UserId} AND notified_at IS NULL";
        return database.WriteAsync(token, [told is null ? mark : OutboxStatements.Insert(token.UserId, told, mark)], cancellation);
    }
}
