using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Importing;

/// <summary>The SQL that stores a page of an import, each part with one statement.</summary>
internal static class ImportStatements
{
    /// <summary>Why a link has no page: its post was imported, and the older system had no text of that page.</summary>
    private const string Imported = nameof(Imported);

    // That is what asks for pages unless a subscription says otherwise, and so whose page a later post's link finds.
    private const string Provider = "Builtin";

    /// <summary>Makes pages that are not known of the texts; they are as if they had just been fetched.</summary>
    public static Statement StorePages(IReadOnlyList<ImportedPost> posts)
    {
        var pages = posts.Where(post => post.Page is not null).DistinctBy(post => post.Page!.Url, StringComparer.Ordinal).ToList();
        return $"""
            WITH stored AS (
                INSERT INTO pages (url, url_hash, host, at_host, provider, state, due_at, wanted_at, final_url, content_type, fetched_by,
                                   has_article, text, markdown, length, fetched_at, checked_at)
                SELECT url, sha256(convert_to(url, 'UTF8')), host, host, {Provider}, 'fetched', NULL, date, url, 'text/html', {Imported},
                       true, text, text, char_length(text), date, now()
                FROM unnest({Column(pages, post => post.Page!.Url)}, {Column(pages, post => post.Page!.Host)}, {Column(pages, post => post.Date.ToUniversalTime())},
                            {Column(pages, post => StorableText.From(post.Page!.Text))}) AS page (url, host, date, text)
                ORDER BY 2
                ON CONFLICT (url_hash, provider) DO NOTHING
                RETURNING id, text
            )
            INSERT INTO page_search (page_id, words) SELECT id, post_words(text) FROM stored
            """;
    }

    /// <summary>
    /// Adds posts that are not there with their links, and moves the marks of channels that no parse has read. Answers with a row for
    /// each channel (<c>added</c>). What retention has removed is left out; who calls has locked the rows of the channels.
    /// </summary>
    public static Statement StorePosts(long userId, IReadOnlyList<ImportedPost> posts)
    {
        var links = posts
            .SelectMany(post => post.Links.Select((url, position) => (Post: post, Position: position, Url: url, PageUrl: PageOf(post, url))))
            .ToList();
        return $"""
            WITH page AS (
                SELECT * FROM unnest(
                    {Column(posts, post => post.ChatId)}, {Column(posts, post => post.MessageId)}, {Column(posts, post => post.Date.ToUniversalTime())},
                    {Column(posts, post => StorableText.From(post.Text))}, {Column(posts, post => post.Views)}, {Column(posts, post => post.Permalink)})
                AS page (chat_id, message_id, date, text, views, permalink)
            ),
            stored AS (
                INSERT INTO posts (user_id, chat_id, message_id, date, kind, text, views, permalink)
                SELECT {userId}, chat_id, message_id, date, {PostKinds.Message}, text, views, permalink
                FROM page JOIN user_channels AS known USING (chat_id)
                WHERE known.user_id = {userId} AND date >= coalesce(known.retained_since, '-infinity')
                ON CONFLICT (user_id, chat_id, message_id) DO NOTHING
                RETURNING id, chat_id, message_id
            ),
            linked AS (
                INSERT INTO links (post_id, position, url, kind, page_id, skip)
                SELECT stored.id, link.position, link.url, 'url', pages.id, CASE WHEN pages.id IS NULL THEN {Imported} END
                FROM unnest({Column(links, link => link.Post.ChatId)}, {Column(links, link => link.Post.MessageId)}, {Column(links, link => link.Position)},
                            {Column(links, link => StorableText.From(link.Url))}, {Column(links, link => link.PageUrl)})
                     AS link (chat_id, message_id, position, url, page_url)
                JOIN stored USING (chat_id, message_id)
                LEFT JOIN pages ON pages.url_hash = sha256(convert_to(link.page_url, 'UTF8')) AND pages.provider = {Provider}
            ),
            counted AS (
                SELECT chat_id, count(stored.id) AS added, max(message_id) AS high, min(message_id) AS low,
                       (array_agg(page.date ORDER BY message_id))[1] AS low_date
                FROM page LEFT JOIN stored USING (chat_id, message_id)
                GROUP BY chat_id
            ),
            -- A cursor beyond what was imported is a parse's: reading goes on from there, and from that parse's mark backward.
            marked AS (
                SELECT counted.*, known.cursor = coalesce(known.imported_to, 0) AS unread
                FROM counted JOIN user_channels AS known ON known.user_id = {userId} AND known.chat_id = counted.chat_id
            )
            UPDATE user_channels
            SET posts_total = posts_total + added,
                cursor = CASE WHEN unread THEN greatest(cursor, high) ELSE cursor END,
                imported_to = CASE WHEN unread THEN greatest(cursor, high) ELSE imported_to END,
                backfill_low_date = CASE WHEN unread AND low < coalesce(backfill_low_id, low + 1) THEN low_date ELSE backfill_low_date END,
                backfill_low_id = CASE WHEN unread THEN least(backfill_low_id, low) ELSE backfill_low_id END,
                backfill_count = CASE WHEN unread THEN backfill_count + added ELSE backfill_count END
            FROM marked
            WHERE user_id = {userId} AND user_channels.chat_id = marked.chat_id
            RETURNING added
            """;
    }

    /// <summary>Gives links of posts that were there already the pages whose texts came now.</summary>
    public static Statement LinkPages(long userId, IReadOnlyList<ImportedPost> posts)
    {
        var pages = posts.Where(post => post.Page is not null).ToList();
        return $"""
            UPDATE links SET page_id = pages.id, skip = NULL
            FROM unnest({Column(pages, post => post.ChatId)}, {Column(pages, post => post.MessageId)}, {Column(pages, post => StorableText.From(post.Page!.Link))},
                        {Column(pages, post => post.Page!.Url)}) AS page (chat_id, message_id, link, url)
            JOIN posts ON posts.user_id = {userId} AND posts.chat_id = page.chat_id AND posts.message_id = page.message_id
            JOIN pages ON pages.url_hash = sha256(convert_to(page.url, 'UTF8')) AND pages.provider = {Provider}
            WHERE links.post_id = posts.id AND links.url = page.link AND links.page_id IS NULL AND links.skip = {Imported}
            """;
    }

    /// <summary>Notes pages that no link leads to after all, for the worker that removes such.</summary>
    public static Statement NoteUnlinked(IReadOnlyList<ImportedPost> posts)
    {
        var urls = posts.Select(post => post.Page?.Url).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return $"""
            INSERT INTO unlinked_pages (page_ids)
            SELECT array_agg(pages.id)
            FROM unnest({urls}) AS given (address) JOIN pages ON pages.url_hash = sha256(convert_to(address, 'UTF8')) AND pages.provider = {Provider}
            WHERE NOT EXISTS (SELECT FROM links WHERE links.page_id = pages.id)
            HAVING count(*) > 0
            """;
    }

    private static string? PageOf(ImportedPost post, string link) =>
        post.Page is { } page && string.Equals(page.Link, link, StringComparison.Ordinal) ? page.Url : null;

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];
}
