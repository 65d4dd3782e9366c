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

/// <summary>How many posts of a user were posted on a day.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Day">The day, of UTC.</param>
/// <param name="Posts">The posts; days without any have no row.</param>
public sealed record DailyPosts(long UserId, DateOnly Day, long Posts);

/// <summary>Counts posts.</summary>
public sealed class StatsQueries(NpgsqlDataSource database)
{
    /// <summary>The counts of each user of a realm that has a resource, by number; the sums are the caller's to make.</summary>
    public Task<IReadOnlyList<UserStats>> ReadAsync(Realm realm, DateTimeOffset now, CancellationToken cancellation)
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
            WHERE {realm.Users} AND users.orphaned_at IS NULL
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

    /// <summary>Posts a day, of each user of an installation that has a resource, or of one user whether it has or not.</summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="userId">A user of it; all when null.</param>
    /// <param name="first">The first day, of UTC.</param>
    /// <param name="days">How many days.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>By user and day.</returns>
    public Task<IReadOnlyList<DailyPosts>> PerDayAsync(
        string installation, long? userId, DateOnly first, int days, CancellationToken cancellation)
    {
        var from = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        Statement withResource = $"users.orphaned_at IS NULL";
        Statement isAsked = userId is { } id ? $"users.id = {id}" : withResource;
        return database.ListAsync(
            $"""
            SELECT users.id, daily.day, daily.posts
            FROM users
            CROSS JOIN LATERAL (
                SELECT (date AT TIME ZONE 'UTC')::date AS day, count(*) AS posts
                FROM posts WHERE posts.user_id = users.id AND date >= {from} AND date < {from.AddDays(days)}
                GROUP BY 1) AS daily
            WHERE users.installation = {installation} AND {isAsked}
            ORDER BY users.id, daily.day
            """,
            row => new DailyPosts(row.Get<long>("id"), row.Get<DateOnly>("day"), row.Get<long>("posts")),
            cancellation);
    }
}
