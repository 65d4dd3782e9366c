using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Posts;

/// <summary>The SQL that stores a page of posts, whatever their number, with one statement.</summary>
internal static class PageStatements
{
    private static readonly string[] ContentColumns =
    [
        "edit_date", "kind", "text", "entities", "media_kind", "media", "album_id", "reply_to", "forward",
        "author_signature", "sender", "permalink",
    ];

    private static readonly string[] CounterColumns = ["views", "forwards", "replies", "reactions", "poll"];

    // Telegram's times are whole seconds, so a second edit may bear the time of the first.
    private static readonly Fragment IsNewer = new(
        "(excluded.edit_date > coalesce(posts.edit_date, '-infinity')" +
        " OR (excluded.edit_date IS NOT DISTINCT FROM posts.edit_date AND excluded.text <> posts.text))");

    private static readonly Fragment IsOlder = new("(coalesce(excluded.edit_date, '-infinity') < posts.edit_date)");

    private static readonly Fragment Assignments = new(string.Join(
        ", ",
        ContentColumns
            .Select(column => $"{column} = CASE WHEN {IsNewer.Text} THEN excluded.{column} ELSE posts.{column} END")
            .Concat(CounterColumns.Select(column => $"{column} = {Counter(column)}"))));

    private static readonly Fragment CountersDiffer = new(
        $"({string.Join(", ", CounterColumns.Select(Counter))})" +
        $" IS DISTINCT FROM ({string.Join(", ", CounterColumns.Select(column => $"posts.{column}"))})");

    /// <summary>
    /// Inserts what is new, updates what has changed with its links, moves the cursor. Answers with one row
    /// (<c>added</c>, <c>changed</c>), or with none when the user has not pinned the channel.
    /// </summary>
    /// <remarks>
    /// A copy that was edited later than the stored one brings its content (what it replaces is kept by a trigger); one
    /// that is not older brings its counters; an older one brings nothing. What retention has removed is left out.
    /// </remarks>
    public static Statement Store(long userId, long chatId, IReadOnlyList<PostRecord> posts, CursorMove move)
    {
        var links = posts
            .SelectMany(post => post.Links.Select((link, position) => (post.MessageId, Position: position, link.Url, link.Kind)))
            .ToList();
        var backfill = move as CursorMove.Backfill;
        return $"""
            WITH page AS ({Rows(posts)}),
            -- Locked before any post is, as retention does: what it has removed is not stored again by a page that was read before.
            retained AS (
                SELECT retained_since FROM user_channels WHERE user_id = {userId} AND chat_id = {chatId} FOR NO KEY UPDATE
            ),
            stored AS (
                INSERT INTO posts (
                    user_id, chat_id, message_id, date, edit_date, kind, text, entities, media_kind, media, album_id,
                    reply_to, forward, author_signature, sender, views, forwards, replies, reactions, poll, permalink)
                SELECT {userId}, {chatId}, page.* FROM page
                WHERE page.date >= coalesce((SELECT retained_since FROM retained), '-infinity')
                ON CONFLICT (user_id, chat_id, message_id) DO UPDATE
                SET {Assignments}, deleted_at = NULL, updated_at = now()
                WHERE {IsNewer} OR ({IsOlder} IS NOT TRUE AND ({CountersDiffer} OR posts.deleted_at IS NOT NULL))
                -- xmax is 0 in a row that was inserted, and the updating transaction in one that was updated.
                RETURNING id, message_id, edit_date, xmax = 0 AS added
            ),
            current AS (
                SELECT stored.id, stored.message_id, stored.added FROM stored JOIN page USING (message_id)
                WHERE stored.edit_date IS NOT DISTINCT FROM page.edit_date
            ),
            link AS (
                SELECT current.id AS post_id, position, url, kind
                FROM unnest({links.Select(link => link.MessageId).ToArray()}, {links.Select(link => link.Position).ToArray()},
                            {links.Select(link => link.Url).ToArray()}, {links.Select(link => link.Kind).ToArray()})
                     AS link (message_id, position, url, kind)
                JOIN current USING (message_id)
            ),
            removed AS (
                DELETE FROM links
                WHERE post_id IN (SELECT id FROM current WHERE NOT added)
                  AND (post_id, position) NOT IN (SELECT post_id, position FROM link)
            ),
            linked AS (
                INSERT INTO links (post_id, position, url, kind) SELECT post_id, position, url, kind FROM link
                ON CONFLICT (post_id, position) DO UPDATE SET url = excluded.url, kind = excluded.kind
                WHERE (links.url, links.kind) IS DISTINCT FROM (excluded.url, excluded.kind)
            ),
            counted AS (
                SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed FROM stored
            )
            UPDATE user_channels
            SET posts_total = posts_total + counted.added,
                cursor = greatest(cursor, {(move as CursorMove.Forward)?.To}::bigint),
                backfill_low_id = least(backfill_low_id, {backfill?.LowId}::bigint),
                backfill_low_date = least(backfill_low_date, {backfill?.LowDate}::timestamptz),
                backfill_count = backfill_count + {backfill?.Examined ?? 0},
                backfill_exhausted = backfill_exhausted OR {backfill?.Exhausted ?? false}
            FROM counted
            WHERE user_id = {userId} AND chat_id = {chatId}
            RETURNING counted.added::integer, counted.changed::integer
            """;
    }

    /// <summary>A message that could not be stored before and now is.</summary>
    public static Statement ForgetUnstored(long userId, long chatId, IReadOnlyList<PostRecord> posts) =>
        $"""
        DELETE FROM unstored_messages
        WHERE user_id = {userId} AND chat_id = {chatId} AND message_id = ANY ({Column(posts, post => post.MessageId)})
        """;

    /// <summary>Records messages that cannot be stored, each once.</summary>
    public static Statement RecordUnstored(long userId, long chatId, IReadOnlyList<UnstorableMessage> messages) =>
        $"""
        INSERT INTO unstored_messages (user_id, chat_id, message_id, error)
        SELECT {userId}, {chatId}, message_id, error
        FROM unnest({messages.Select(message => message.MessageId).ToArray()},
                    {messages.Select(message => StorableText.From(message.Error)).ToArray()}) AS given (message_id, error)
        ON CONFLICT (user_id, chat_id, message_id) DO UPDATE
        SET error = excluded.error, tried_at = now(), deleted_at = NULL
        """;

    // One array a column: the statement is the same text for every page, and a page is sent in binary.
    private static Statement Rows(IReadOnlyList<PostRecord> posts) =>
        $"""
        SELECT message_id, date, edit_date, kind, text, entities::jsonb, media_kind, media::jsonb, album_id,
               reply_to::jsonb, forward::jsonb, author_signature, sender::jsonb, views, forwards, replies,
               reactions::jsonb, poll::jsonb, permalink
        FROM unnest(
            {Column(posts, post => post.MessageId)},
            {Column(posts, post => post.Date.ToUniversalTime())},
            {Column(posts, post => post.EditDate?.ToUniversalTime())},
            {Column(posts, post => post.Kind)},
            {Column(posts, post => post.Text)},
            {Column(posts, post => post.EntitiesJson)},
            {Column(posts, post => post.MediaKind)},
            {Column(posts, post => post.MediaJson)},
            {Column(posts, post => post.AlbumId)},
            {Column(posts, post => post.ReplyToJson)},
            {Column(posts, post => post.ForwardJson)},
            {Column(posts, post => post.AuthorSignature)},
            {Column(posts, post => post.SenderJson)},
            {Column(posts, post => post.Views)},
            {Column(posts, post => post.Forwards)},
            {Column(posts, post => post.Replies)},
            {Column(posts, post => post.ReactionsJson)},
            {Column(posts, post => post.PollJson)},
            {Column(posts, post => post.Permalink)})
        AS page (message_id, date, edit_date, kind, text, entities, media_kind, media, album_id, reply_to, forward,
                 author_signature, sender, views, forwards, replies, reactions, poll, permalink)
        """;

    // What is not known leaves what is stored; an empty list of reactions says that there is none.
    private static string Counter(string column)
    {
        var known = $"coalesce(excluded.{column}, posts.{column})";
        return column is "reactions" ? $"nullif({known}, '[]')" : known;
    }

    private static T[] Column<T>(IReadOnlyList<PostRecord> posts, Func<PostRecord, T> value) => [.. posts.Select(value)];
}
