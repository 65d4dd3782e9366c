using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>The SQL of full text search, in two ways that find the same: by looking at posts, newest first, and by the index.</summary>
internal static class PostSearchStatements
{
    private static readonly Fragment Query = new("post_query(");

    /// <summary>The newest posts of those that a condition fits, as a table <c>posts</c>.</summary>
    public static Statement Newest(Statement among, int most) =>
        $"(SELECT * FROM posts WHERE {among} ORDER BY posts.date DESC, posts.id DESC LIMIT {most}) AS posts";

    /// <summary>Condition on <c>posts</c> that looks up the words of each. For few posts, or where most of them fit.</summary>
    public static Statement Fits(long userId, PostFilter filter) => filter.Search switch
    {
        SearchIn.Posts => TextFits(userId, filter.Query!),
        SearchIn.Pages => PageFits(filter.Query!),
        _ => $"({TextFits(userId, filter.Query!)} OR {PageFits(filter.Query!)})",
    };

    /// <summary>Condition on <c>posts</c> that takes what the indexes give. For what few posts have.</summary>
    public static Statement IsFound(long userId, PostFilter filter) => filter.Search switch
    {
        SearchIn.Posts => $"posts.id IN ({InPosts(userId, filter.Query!)})",
        SearchIn.Pages => $"posts.id IN ({InPages(filter.Query!)})",
        _ => $"posts.id IN ({InPosts(userId, filter.Query!)} UNION {InPages(filter.Query!)})",
    };

    // As matching_posts has it: the words of a post that waits are not in the table yet, or are those of an older text. A query of its own for
    // each post, so that Postgres does not choose to read all that the index has first.
    private static Statement TextFits(long userId, string query) =>
        $"""
        CASE WHEN posts.id IN (SELECT unnest(post_ids) FROM unindexed_posts WHERE user_id = {userId}) THEN post_words(posts.text)
             ELSE (SELECT words FROM post_search WHERE post_id = posts.id)
        END @@ {Query}{query})
        """;

    private static Statement PageFits(string query) =>
        $"""
        coalesce((
            SELECT true FROM links JOIN page_search ON page_search.page_id = links.page_id
            WHERE links.post_id = posts.id AND page_search.words @@ {Query}{query}) LIMIT 1), false)
        """;

    private static Statement InPosts(long userId, string query) => $"SELECT post_id FROM matching_posts({userId}, {query})";

    private static Statement InPages(string query) =>
        $"""
        SELECT links.post_id FROM page_search JOIN links ON links.page_id = page_search.page_id
        WHERE page_search.words @@ {Query}{query})
        """;
}
