using Npgsql;
using TelegramParser.Storage.Retention;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A channel of which posts are removed at some time, and those that would be removed now.</summary>
/// <param name="ChatId">The channel.</param>
/// <param name="Title">Its title.</param>
/// <param name="Username">Its username, without @, when it is public.</param>
/// <param name="Subscription">Name of its subscription; null when it has none.</param>
/// <param name="Days">Days that posts are kept.</param>
/// <param name="KeptSince">The instant from which on posts are kept.</param>
/// <param name="Posts">How many posts are older.</param>
/// <param name="OldestAt">Date of the oldest of them.</param>
/// <param name="NewestAt">Date of the newest of them.</param>
public sealed record ChannelRetention(
    long ChatId, string Title, string? Username, string? Subscription, int Days, DateTimeOffset KeptSince, long Posts, DateTimeOffset? OldestAt,
    DateTimeOffset? NewestAt);

/// <summary>Posts of a channel that a run has removed.</summary>
/// <param name="RunAt">When the run was due.</param>
/// <param name="ChatId">The channel.</param>
/// <param name="Title">Its title.</param>
/// <param name="Posts">How many.</param>
/// <param name="OldestAt">Date of the oldest of them.</param>
/// <param name="NewestAt">Date of the newest of them.</param>
/// <param name="RemovedAt">When the last of them was removed.</param>
public sealed record Removal(
    DateTimeOffset RunAt, long ChatId, string Title, long Posts, DateTimeOffset OldestAt, DateTimeOffset NewestAt, DateTimeOffset RemovedAt);

/// <summary>What retention would remove, and what it has removed.</summary>
public sealed class RetentionQueries(NpgsqlDataSource database)
{
    /// <summary>What would be removed of a user now, by the very plan that removes.</summary>
    /// <param name="userId">A user that the caller may see.</param>
    /// <param name="userDays">Days that the user's posts are kept unless a subscription says otherwise; null for ever.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The channels of which posts are removed at some time, by chat id.</returns>
    public Task<IReadOnlyList<ChannelRetention>> PlanAsync(long userId, int? userDays, DateTimeOffset now, CancellationToken cancellation) =>
        ListAsync($"{RetentionPlan.Of($"users.id = {userId}", $"{userDays}::integer", now)}", cancellation);

    /// <summary>What would be removed of one channel if its posts were kept for so many days.</summary>
    /// <returns>Null when the user has not read the channel yet.</returns>
    public async Task<ChannelRetention?> PlanAsync(long userId, long chatId, int days, DateTimeOffset now, CancellationToken cancellation)
    {
        var plan = await ListAsync(
            $"""
            SELECT user_id, chat_id, {days}::integer AS days, {now.AddDays(-days)}::timestamptz AS kept_since
            FROM user_channels WHERE user_id = {userId} AND chat_id = {chatId}
            """,
            cancellation);
        return plan.Count == 0 ? null : plan[0];
    }

    /// <summary>What was removed of a user last, the newest first.</summary>
    public Task<IReadOnlyList<Removal>> RemovalsAsync(long userId, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT run_at, chat_id, title, posts, oldest, newest, removed_at
            FROM removals JOIN channels USING (chat_id)
            WHERE user_id = {userId}
            ORDER BY run_at DESC, chat_id
            LIMIT {limit}
            """,
            row => new Removal(
                row.Get<DateTimeOffset>("run_at"), row.Get<long>("chat_id"), row.Get<string>("title"), row.Get<long>("posts"),
                row.Get<DateTimeOffset>("oldest"), row.Get<DateTimeOffset>("newest"), row.Get<DateTimeOffset>("removed_at")),
            cancellation);

    private Task<IReadOnlyList<ChannelRetention>> ListAsync(Statement plan, CancellationToken cancellation) => database.ListAsync(
        $"""
        SELECT plan.chat_id, channels.title, channels.username, subscriptions.name, plan.days, plan.kept_since, old.posts, old.oldest, old.newest
        FROM ({plan}) AS plan
        JOIN channels ON channels.chat_id = plan.chat_id
        LEFT JOIN subscriptions ON subscriptions.user_id = plan.user_id AND subscriptions.chat_id = plan.chat_id AND subscriptions.active
        CROSS JOIN LATERAL (
            SELECT count(*) AS posts, min(date) AS oldest, max(date) AS newest
            FROM posts
            WHERE posts.user_id = plan.user_id AND posts.chat_id = plan.chat_id AND posts.date < plan.kept_since) AS old
        ORDER BY plan.chat_id
        """,
        row => new ChannelRetention(
            row.Get<long>("chat_id"), row.Get<string>("title"), row.Get<string?>("username"), row.Get<string?>("name"), row.Get<int>("days"),
            row.Get<DateTimeOffset>("kept_since"), row.Get<long>("posts"), row.Get<DateTimeOffset?>("oldest"), row.Get<DateTimeOffset?>("newest")),
        cancellation);
}
