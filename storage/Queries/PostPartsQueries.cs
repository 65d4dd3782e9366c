using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>What a post consists of beside itself.</summary>
/// <param name="Links">Its links, in their order.</param>
/// <param name="Versions">What it said before its edits, oldest first.</param>
public sealed record PostParts(IReadOnlyList<LinkRecord> Links, IReadOnlyList<PostVersionRow> Versions)
{
    /// <summary>No links, and never edited.</summary>
    public static PostParts None { get; } = new([], []);
}

/// <summary>Links and earlier versions of many posts at once.</summary>
public sealed class PostPartsQueries(NpgsqlDataSource database)
{
    /// <summary>The parts by number of the post; a post without any is left out.</summary>
    /// <param name="postIds">Posts that the caller may show.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyDictionary<long, PostParts>> ReadAsync(
        IReadOnlyCollection<long> postIds, CancellationToken cancellation)
    {
        var ids = postIds.ToArray();
        await using var batch = database.Batch(
            $"SELECT post_id, url, kind FROM links WHERE post_id = ANY ({ids}) ORDER BY post_id, position",
            $"""
            SELECT post_id, version, text, entities, media_kind, media, edit_date, recorded_at
            FROM post_versions WHERE post_id = ANY ({ids}) ORDER BY post_id, version
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var links = await reader.ListAndMoveOnAsync(
            row => (PostId: row.Get<long>("post_id"), Link: new LinkRecord(row.Get<string>("url"), row.Get<string>("kind"))), cancellation);
        var versions = await reader.ListAsync(
            row => (PostId: row.Get<long>("post_id"), Version: PostVersionRow.Read(row)), cancellation);
        var linksOf = links.ToLookup(link => link.PostId, link => link.Link);
        var versionsOf = versions.ToLookup(version => version.PostId, version => version.Version);
        return linksOf.Select(group => group.Key).Union(versionsOf.Select(group => group.Key))
            .ToDictionary(id => id, id => new PostParts([.. linksOf[id]], [.. versionsOf[id]]));
    }
}
