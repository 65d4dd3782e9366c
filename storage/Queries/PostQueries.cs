using System.Globalization;
using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Which posts to list.</summary>
/// <param name="Since">Only those that were posted at this instant or later.</param>
/// <param name="Channel">Only those of this channel: its chat id, or its username with or without @.</param>
/// <param name="Query">Full text in Russian or English: words, <c>"a phrase"</c>, <c>or</c>, <c>-without</c>.</param>
/// <param name="Search">Where <paramref name="Query"/> is looked for.</param>
public sealed record PostFilter(
    DateTimeOffset? Since = null, string? Channel = null, string? Query = null, SearchIn Search = SearchIn.Posts)
{
    /// <summary>Only those that were posted before this instant.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Texts that are searched.</summary>
public enum SearchIn
{
    /// <summary>Those of posts.</summary>
    Posts,

    /// <summary>Titles and texts of the pages that posts link to.</summary>
    Pages,

    /// <summary>Both: what is looked for is all in the post, or all in one page.</summary>
    All,
}

/// <summary>One page of a list of posts.</summary>
/// <param name="Posts">Newest first.</param>
/// <param name="Next">Where the next page starts; null when this is the last.</param>
public sealed record PostList(IReadOnlyList<PostRow> Posts, ListCursor? Next);

/// <summary>Posts as the REST API shows them; deleted ones too, as such.</summary>
public sealed class PostQueries(NpgsqlDataSource database)
{
    // Posts that a search looks through before it asks the index. Looking at one takes some microseconds.
    private const int NewestSearched = 2000;

    /// <summary>
    /// A page of a user's posts, newest first. Posts that arrive between two pages neither repeat nor push out others.
    /// </summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="userId">A user of it; the list is empty when there is no such user.</param>
    /// <param name="filter">Which posts.</param>
    /// <param name="after">Where the previous page ended; null for the first.</param>
    /// <param name="limit">Most posts on the page.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<PostList> ListAsync(
        string installation,
        long userId,
        PostFilter filter,
        ListCursor? after,
        int limit,
        CancellationToken cancellation)
    {
        // The one beyond the page tells that there is a next one.
        var wanted = limit + 1;
        Statement among = $"posts.user_id = {userId} {IsSince(filter)} {IsUntil(filter)} {IsOfChannel(filter)} {IsAfter(after)}";
        var posts = filter.Query is null
            ? await database.ListAsync(Newest(installation, $"posts", among, wanted), PostRow.Read, cancellation)
            : await SearchAsync(installation, userId, filter, among, wanted, cancellation);
        if (posts.Count <= limit)
            return new PostList(posts, Next: null);
        var last = posts[limit - 1];
        return new PostList([.. posts.Take(limit)], new ListCursor(last.Post.Date, last.Id));
    }

    /// <summary>
    /// All of a user's posts one stretch after another, in the order in which they were stored: whoever goes on after the last one they
    /// have met misses none, however late a post comes and however old it is. A worker's transactions take turns for that (<c>hold_lease</c>).
    /// </summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="userId">A user of it; there is nothing when there is no such user.</param>
    /// <param name="after">Number of the last post of the stretch before; null for the first.</param>
    /// <param name="limit">Most posts of the stretch.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<PostRow>> StretchAsync(
        string installation, long userId, long? after, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT {PostRow.Columns}
            FROM posts
            JOIN users ON users.id = posts.user_id AND users.installation = {installation}
            JOIN channels ON channels.chat_id = posts.chat_id
            WHERE posts.user_id = {userId} AND posts.id > {after ?? 0}
            ORDER BY posts.user_id, posts.id
            LIMIT {limit}
            """,
            PostRow.Read,
            cancellation);

    /// <summary>One post with its links and earlier versions; null when the realm has none with this number.</summary>
    public async Task<PostDetails?> FindAsync(Realm realm, long postId, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            $"""
            SELECT {PostRow.Columns}
            FROM posts
            JOIN users ON users.id = posts.user_id AND {realm.Users}
            JOIN channels ON channels.chat_id = posts.chat_id
            WHERE posts.id = {postId}
            """,
            $"SELECT url, kind FROM links WHERE post_id = {postId} ORDER BY position",
            $"""
            SELECT version, text, entities, media_kind, media, edit_date, recorded_at
            FROM post_versions WHERE post_id = {postId} ORDER BY version
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var posts = await reader.ListAndMoveOnAsync(PostRow.Read, cancellation);
        var links = await reader.ListAndMoveOnAsync(
            row => new LinkRecord(row.Get<string>("url"), row.Get<string>("kind")), cancellation);
        var versions = await reader.ListAsync(PostVersionRow.Read, cancellation);
        return posts.Count == 0
            ? null
            : new PostDetails(posts[0] with { Post = posts[0].Post with { Links = links } }, versions);
    }

    private static Statement IsSince(PostFilter filter) =>
        filter.Since is { } since ? $"AND posts.date >= {since}" : Statement.Empty;

    private static Statement IsUntil(PostFilter filter) =>
        filter.Until is { } until ? $"AND posts.date < {until}" : Statement.Empty;

    private static Statement IsOfChannel(PostFilter filter)
    {
        if (filter.Channel is not { } channel)
            return Statement.Empty;
        if (long.TryParse(channel, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chatId))
            return $"AND posts.chat_id = {chatId}";
        return $"""
            AND posts.chat_id = ANY (ARRAY(
                SELECT chat_id FROM channels WHERE lower(username) = lower({channel.TrimStart('@')})))
            """;
    }

    // What is common is soon met from the newest post on, however many posts of the past have it; what is rare the index finds. Which of
    // the two it is only the posts themselves tell.
    private async Task<IReadOnlyList<PostRow>> SearchAsync(
        string installation, long userId, PostFilter filter, Statement among, int wanted, CancellationToken cancellation)
    {
        var newest = await database.ListAsync(
            Newest(installation, PostSearchStatements.Newest(among, NewestSearched), PostSearchStatements.Fits(userId, filter), wanted), PostRow.Read, cancellation);
        return newest.Count == wanted
            ? newest
            : await database.ListAsync(
                Newest(installation, $"posts", $"{among} AND {PostSearchStatements.IsFound(userId, filter)}", wanted), PostRow.Read, cancellation);
    }

    private static Statement Newest(string installation, Statement posts, Statement condition, int most) =>
        $"""
        SELECT {PostRow.Columns}
        FROM {posts}
        JOIN users ON users.id = posts.user_id AND users.installation = {installation}
        JOIN channels ON channels.chat_id = posts.chat_id
        WHERE {condition}
        ORDER BY posts.date DESC, posts.id DESC
        LIMIT {most}
        """;

    private static Statement IsAfter(ListCursor? after) =>
        after is null ? Statement.Empty : $"AND (posts.date, posts.id) < ({after.Date}, {after.Id})";
}
