using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Monitoring;

/// <summary>The SQL that stores what a monitor has found.</summary>
internal static class MentionStatements
{
    /// <summary>One store after another for a monitor: how much context a mention still wants is read and written.</summary>
    public static Statement Lock(LeaseToken token, ExaminedMessages examined) =>
        $"SELECT id FROM group_monitors WHERE id = {examined.MonitorId} AND user_id = {token.UserId} FOR NO KEY UPDATE";

    /// <summary>Inserts mentions that are not there, with the context before them, and counts them. Answers with their message ids.</summary>
    public static Statement Add(LeaseToken token, ExaminedMessages examined)
    {
        var mentions = examined.Mentions;
        var before = mentions.SelectMany(mention => mention.Before.Select(context => (mention.MessageId, Context: context))).ToList();
        return $"""
            WITH added AS (
                INSERT INTO mentions (
                    user_id, monitor_id, chat_id, message_id, date, topic_id, topic, sender, text, entities, reply_to, permalink,
                    triggers, after_wanted)
                SELECT group_monitors.user_id, group_monitors.id, group_monitors.chat_id, given.message_id, given.date, given.topic_id,
                       given.topic, given.sender::jsonb, given.text, given.entities::jsonb, given.reply_to::jsonb, given.permalink,
                       given.triggers::jsonb, given.after_wanted
                FROM unnest({mentions.Select(m => m.MessageId).ToArray()}, {mentions.Select(m => m.Date.ToUniversalTime()).ToArray()},
                            {mentions.Select(m => m.TopicId).ToArray()}, {mentions.Select(m => StorableText.From(m.Topic)).ToArray()},
                            {mentions.Select(m => StorableText.FromJson(m.SenderJson)).ToArray()}, {mentions.Select(m => StorableText.From(m.Text)).ToArray()},
                            {mentions.Select(m => StorableText.FromJson(m.EntitiesJson)).ToArray()}, {mentions.Select(m => StorableText.FromJson(m.ReplyToJson)).ToArray()},
                            {mentions.Select(m => m.Permalink).ToArray()}, {mentions.Select(m => StorableText.FromJson(m.TriggersJson)).ToArray()},
                            {mentions.Select(m => m.AfterWanted).ToArray()})
                     AS given (message_id, date, topic_id, topic, sender, text, entities, reply_to, permalink, triggers, after_wanted)
                JOIN group_monitors ON group_monitors.id = {examined.MonitorId} AND group_monitors.user_id = {token.UserId}
                    AND group_monitors.chat_id = {examined.ChatId} AND group_monitors.active
                ON CONFLICT (monitor_id, chat_id, message_id) DO NOTHING
                RETURNING id, message_id, date
            ),
            context AS (
                INSERT INTO mention_context (mention_id, message_id, date, sender, text)
                SELECT added.id, given.message_id, given.date, given.sender::jsonb, given.text
                FROM unnest({before.Select(b => b.MessageId).ToArray()}, {before.Select(b => b.Context.MessageId).ToArray()},
                            {before.Select(b => b.Context.Date.ToUniversalTime()).ToArray()},
                            {before.Select(b => StorableText.FromJson(b.Context.SenderJson)).ToArray()},
                            {before.Select(b => StorableText.From(b.Context.Text)).ToArray()})
                     AS given (mention, message_id, date, sender, text)
                JOIN added ON added.message_id = given.mention
                ON CONFLICT DO NOTHING
            ),
            counted AS (
                UPDATE group_monitors
                SET mentions_total = mentions_total + (SELECT count(*) FROM added),
                    last_mention_at = greatest(last_mention_at, (SELECT max(date) FROM added))
                WHERE id = {examined.MonitorId} AND EXISTS (SELECT FROM added)
            )
            SELECT message_id FROM added ORDER BY message_id
            """;
    }

    /// <summary>Adds messages to the mentions before them that wait for context, the first ones first.</summary>
    public static Statement Follow(ExaminedMessages examined)
    {
        var following = examined.Following;
        return $"""
            WITH fitting AS (
                SELECT mentions.id AS mention_id, mentions.after_wanted, given.message_id, given.date, given.sender, given.text,
                       row_number() OVER (PARTITION BY mentions.id ORDER BY given.message_id) AS place
                FROM unnest({following.Select(m => m.MessageId).ToArray()}, {following.Select(m => m.Date.ToUniversalTime()).ToArray()},
                            {following.Select(m => StorableText.FromJson(m.SenderJson)).ToArray()},
                            {following.Select(m => StorableText.From(m.Text)).ToArray()})
                     AS given (message_id, date, sender, text)
                JOIN mentions ON mentions.monitor_id = {examined.MonitorId} AND mentions.chat_id = {examined.ChatId}
                    AND mentions.after_wanted > 0 AND mentions.message_id < given.message_id
                WHERE NOT EXISTS (
                    SELECT FROM mention_context
                    WHERE mention_context.mention_id = mentions.id AND mention_context.message_id = given.message_id)
            ),
            added AS (
                INSERT INTO mention_context (mention_id, message_id, date, sender, text)
                SELECT mention_id, message_id, date, sender::jsonb, text FROM fitting WHERE place <= after_wanted
                ON CONFLICT DO NOTHING
                RETURNING mention_id
            )
            UPDATE mentions SET after_wanted = after_wanted - came.messages
            FROM (SELECT mention_id, count(*)::integer AS messages FROM added GROUP BY mention_id) AS came
            WHERE mentions.id = came.mention_id
            """;
    }

    /// <summary>Moves the cursor, never backwards.</summary>
    public static Statement Move(LeaseToken token, ExaminedMessages examined, long cursor) =>
        $"""
        UPDATE group_monitors SET cursor = greatest(cursor, {cursor})
        WHERE id = {examined.MonitorId} AND user_id = {token.UserId} AND chat_id = {examined.ChatId}
        """;

    /// <summary>Answers whether mentions of the monitor wait for messages after them (<c>waits</c>).</summary>
    public static Statement Waits(ExaminedMessages examined) =>
        $"""
        SELECT EXISTS (
            SELECT FROM mentions WHERE monitor_id = {examined.MonitorId} AND chat_id = {examined.ChatId} AND after_wanted > 0) AS waits
        """;
}
