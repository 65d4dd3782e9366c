using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A user with session and sums.</summary>
public sealed record UserOverview
{
    /// <summary>The user.</summary>
    public required UserRow User { get; init; }

    /// <summary>The session; null until a worker has first taken the lease.</summary>
    public SessionRow? Session { get; init; }

    /// <summary>Waits that Telegram has asked for and that have not passed.</summary>
    public IReadOnlyList<FloodWaitRow> FloodWaits { get; init; } = [];

    /// <summary>Active subscriptions, suspended ones too.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Posts stored for this user, of former subscriptions too.</summary>
    public long PostsTotal { get; init; }

    /// <summary>Messages that could not be stored and wait to be tried again.</summary>
    public long Unstored { get; init; }

    /// <summary>End of the last successful parse of any active subscription.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    internal static Statement Select(Statement condition) =>
        $"""
        SELECT {UserRow.Columns}, {SessionRow.Columns}, waits.methods, waits.untils, sums.subscriptions,
               sums.last_success_at, totals.posts_total, failed.unstored
        FROM users
        LEFT JOIN sessions ON sessions.user_id = users.id
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(method ORDER BY method), ARRAY[]::text[]) AS methods,
                   coalesce(array_agg(until ORDER BY method), ARRAY[]::timestamptz[]) AS untils
            FROM flood_waits WHERE flood_waits.user_id = users.id AND until > now()) AS waits
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS subscriptions, max(last_success_at) AS last_success_at
            FROM subscriptions WHERE subscriptions.user_id = users.id AND active) AS sums
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(posts_total), 0)::bigint AS posts_total
            FROM user_channels WHERE user_channels.user_id = users.id) AS totals
        CROSS JOIN LATERAL (
            SELECT count(*) AS unstored
            FROM unstored_messages WHERE unstored_messages.user_id = users.id AND deleted_at IS NULL) AS failed
        WHERE {condition}
        ORDER BY users.id
        """;

    internal static UserOverview Read(NpgsqlDataReader row) => new()
    {
        User = UserRow.Read(row),
        Session = SessionRow.Read(row),
        FloodWaits =
        [
            .. row.Get<string[]>("methods").Zip(
                row.Get<DateTimeOffset[]>("untils"), (method, until) => new FloodWaitRow(method, until)),
        ],
        Subscriptions = row.Get<int>("subscriptions"),
        PostsTotal = row.Get<long>("posts_total"),
        Unstored = row.Get<long>("unstored"),
        LastSuccessAt = row.Get<DateTimeOffset?>("last_success_at"),
    };
}
