using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Numbers of posts of one user.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="User">The user's resource.</param>
/// <param name="PostsTotal">All that are stored.</param>
/// <param name="PostsToday">Posted since midnight UTC.</param>
/// <param name="PostsLast24Hours">Posted within the last 24 hours.</param>
public sealed record UserStats(long UserId, UserKey User, long PostsTotal, long PostsToday, long PostsLast24Hours);

/// <summary>Counts posts.</summary>
public sealed class StatsQueries(NpgsqlDataSource database)
{
    /// <summary>The counts of each user of an installation that has a resource, by number; the sums are the caller's to make.</summary>
    public Task<IReadOnlyList<UserStats>> ReadAsync(string installation, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return database.ListAsync(
            $"""
            SELECT users.id, users.installation, users.namespace, users.name, totals.posts_total, recent.today, recent.last_day
            FROM users
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(posts_total), 0)::bigint AS posts_total
                FROM user_channels WHERE user_channels.user_id = users.id) AS totals
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE date >= {today}) AS today, count(*) AS last_day
                FROM posts WHERE posts.user_id = users.id AND date > {now.AddDays(-1)} AND date <= {now}) AS recent
            WHERE users.installation = {installation} AND users.orphaned_at IS NULL
            ORDER BY users.id
            """,
            row => new UserStats(
                row.Get<long>("id"),
                UserKey.Read(row),
                row.Get<long>("posts_total"),
                row.Get<long>("today"),
                row.Get<long>("last_day")),
            cancellation);
    }
}
