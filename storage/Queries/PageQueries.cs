using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A link of a post and what became of it.</summary>
/// <param name="Position">Its place among the post's links, from 0.</param>
/// <param name="Url">Its address, as the post has it.</param>
/// <param name="Kind">Where it stands.</param>
/// <param name="Skip">Why it is not followed; null when it is, or was not looked at yet.</param>
/// <param name="Page">The page that it leads to.</param>
public sealed record LinkRow(int Position, string Url, string Kind, string? Skip, PageOverview? Page);

/// <summary>
/// The pages behind links, as the REST API shows them. They belong to all users of the database; a realm reads those that its own
/// posts link to.
/// </summary>
public sealed class PageQueries(NpgsqlDataSource database)
{
    /// <summary>The links of a post, in their order; null when the realm has no such post.</summary>
    public async Task<IReadOnlyList<LinkRow>?> LinksOfAsync(Realm realm, long postId, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            $"""
            SELECT posts.id FROM posts JOIN users ON users.id = posts.user_id AND {realm.Users}
            WHERE posts.id = {postId}
            """,
            $"""
            SELECT links.position, links.url AS link_url, links.kind, links.skip, links.page_id, {PageOverview.Columns}
            FROM links LEFT JOIN pages ON pages.id = links.page_id
            WHERE links.post_id = {postId}
            ORDER BY links.position
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var posts = await reader.ListAndMoveOnAsync(row => row.Get<long>("id"), cancellation);
        var links = await reader.ListAsync(
            row => new LinkRow(
                row.Get<int>("position"),
                row.Get<string>("link_url"),
                row.Get<string>("kind"),
                row.Get<string?>("skip"),
                row.Get<long?>("page_id") is null ? null : PageOverview.Read(row)),
            cancellation);
        return posts.Count == 0 ? null : links;
    }

    /// <summary>What became of the links of posts, by the post's number; posts without links are not in it.</summary>
    /// <param name="posts">Numbers of posts that the caller may read.</param>
    /// <param name="beginning">Characters of each first article that are wanted.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyDictionary<long, LinkSummary>> SummariesAsync(
        IReadOnlyCollection<long> posts, int beginning, CancellationToken cancellation) =>
        posts.Count == 0
            ? new Dictionary<long, LinkSummary>()
            : (await database.ListAsync(LinkSummary.Select(posts, beginning), LinkSummary.Read, cancellation)).ToDictionary(summary => summary.PostId);

    /// <summary>A page; null when no post of the realm links to it.</summary>
    public Task<PageRow?> FindAsync(Realm realm, long pageId, CancellationToken cancellation) => database.FirstAsync(
        $"SELECT {PageRow.Columns} FROM pages WHERE pages.id = {pageId} AND {IsReadable(realm)}", PageRow.Read, cancellation);

    /// <summary>Users of the realm whose posts link to a page, by their numbers; not all when they are many.</summary>
    public Task<IReadOnlyList<long>> ReadersOfAsync(Realm realm, long pageId, int most, CancellationToken cancellation) => database.ListAsync(
        $"""
        SELECT DISTINCT posts.user_id
        FROM links JOIN posts ON posts.id = links.post_id JOIN users ON users.id = posts.user_id AND {realm.Users}
        WHERE links.page_id = {pageId} AND users.orphaned_at IS NULL
        LIMIT {most}
        """,
        row => row.Get<long>("user_id"),
        cancellation);

    private static Statement IsReadable(Realm realm) =>
        $"""
        EXISTS (
            SELECT FROM links JOIN posts ON posts.id = links.post_id JOIN users ON users.id = posts.user_id
            WHERE links.page_id = pages.id AND {realm.Users})
        """;
}
