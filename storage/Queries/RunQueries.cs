using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>A parse run with its parts. Statuses are those of <see cref="ParseStatus"/>.</summary>
/// <param name="Id">The run's number.</param>
/// <param name="Scope">One of <see cref="Runs.RunScope"/>.</param>
/// <param name="Trigger">One of <see cref="Runs.ParseTrigger"/>.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When its last part ended.</param>
/// <param name="Users">Its parts, by user.</param>
/// <param name="Parses">The parses that it started, in their order.</param>
public sealed record RunDetails(
    long Id,
    string Scope,
    string Trigger,
    string? RequestedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<RunUserRow> Users,
    IReadOnlyList<ParseRow> Parses)
{
    /// <summary>Running until all parts have ended; their common status, or <c>partial</c> when they differ.</summary>
    public string Status => FinishedAt is null
        ? ParseStatus.Running
        : Users.Select(user => user.Status).Distinct(StringComparer.Ordinal).ToList() switch
        {
            [] => ParseStatus.Success,
            [var common] => common,
            _ => ParseStatus.Partial,
        };

    /// <summary>New posts of all parts.</summary>
    public long PostsAdded => Users.Sum(user => user.PostsAdded);
}

/// <summary>One user's part of a run.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="User">The user's resource.</param>
/// <param name="Status">How it went.</param>
/// <param name="PostsAdded">New posts.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="StartedAt">When the worker began; null while it has not.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record RunUserRow(
    long UserId,
    UserKey User,
    string Status,
    long PostsAdded,
    string? Error,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt);

/// <summary>One reading of one channel.</summary>
/// <param name="Id">The parse's number.</param>
/// <param name="UserId">The user's number.</param>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="ChatId">The channel, once resolved.</param>
/// <param name="Trigger">One of <see cref="Runs.ParseTrigger"/>.</param>
/// <param name="Status">How it went.</param>
/// <param name="PostsAdded">New posts.</param>
/// <param name="Reason">A constant of <c>Reasons</c>.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ParseRow(
    long Id,
    long UserId,
    string Subscription,
    long? ChatId,
    string Trigger,
    string Status,
    long PostsAdded,
    string? Reason,
    string? Error,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt);

/// <summary>Parse runs as the REST API shows them.</summary>
public sealed class RunQueries(NpgsqlDataSource database)
{
    /// <summary>One run with the parts of the realm's users; null when the realm has no part in a run of this number.</summary>
    public async Task<RunDetails?> FindAsync(Realm realm, long runId, CancellationToken cancellation)
    {
        // The run first: statements see what was committed before each of them, and the parts of a run that has ended are as they stay.
        await using var batch = database.Batch(
            $"""
            SELECT scope, trigger, requested_by, started_at, finished_at
            FROM parse_runs WHERE id = {runId} AND installation = {realm.Installation}
            """,
            $"""
            SELECT users.id, users.installation, users.namespace, users.name, part.status, part.posts_added, part.error,
                   part.started_at, part.finished_at
            FROM parse_run_users AS part JOIN users ON users.id = part.user_id AND {realm.Users}
            WHERE part.run_id = {runId} ORDER BY users.id
            """,
            $"""
            SELECT {ParseColumns}
            FROM parses
            JOIN subscriptions ON subscriptions.id = parses.subscription_id
            JOIN users ON users.id = parses.user_id AND {realm.Users}
            WHERE parses.run_id = {runId} ORDER BY parses.id
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var runs = await reader.ListAndMoveOnAsync(
            row => new RunDetails(
                runId,
                row.Get<string>("scope"),
                row.Get<string>("trigger"),
                row.Get<string?>("requested_by"),
                row.Get<DateTimeOffset>("started_at"),
                row.Get<DateTimeOffset?>("finished_at"),
                [],
                []),
            cancellation);
        var users = await reader.ListAndMoveOnAsync(ReadUser, cancellation);
        var parses = await reader.ListAsync(ReadParse, cancellation);
        var isOthers = realm.UserId is not null && users.Count == 0;
        return runs.Count == 0 || isOthers ? null : runs[0] with { Users = users, Parses = parses };
    }

    /// <summary>A user's last parses, those that run included, newest first; none when the installation has no such user.</summary>
    public Task<IReadOnlyList<ParseRow>> RecentAsync(string installation, long userId, int limit, CancellationToken cancellation) =>
        database.ListAsync(
            $"""
            SELECT {ParseColumns}
            FROM parses
            JOIN subscriptions ON subscriptions.id = parses.subscription_id
            JOIN users ON users.id = parses.user_id AND users.installation = {installation}
            WHERE parses.user_id = {userId}
            ORDER BY parses.started_at DESC, parses.id DESC
            LIMIT {limit}
            """,
            ReadParse,
            cancellation);

    private static readonly Fragment ParseColumns = new(
        """
        parses.id, parses.user_id, subscriptions.name, parses.chat_id, parses.trigger, parses.status, parses.posts_added,
        parses.reason, parses.error, parses.started_at, parses.finished_at
        """);

    private static RunUserRow ReadUser(NpgsqlDataReader row) => new(
        row.Get<long>("id"),
        UserKey.Read(row),
        row.Get<string>("status"),
        row.Get<long>("posts_added"),
        row.Get<string?>("error"),
        row.Get<DateTimeOffset?>("started_at"),
        row.Get<DateTimeOffset?>("finished_at"));

    private static ParseRow ReadParse(NpgsqlDataReader row) => new(
        row.Get<long>("id"),
        row.Get<long>("user_id"),
        row.Get<string>("name"),
        row.Get<long?>("chat_id"),
        row.Get<string>("trigger"),
        row.Get<string>("status"),
        row.Get<long>("posts_added"),
        row.Get<string?>("reason"),
        row.Get<string?>("error"),
        row.Get<DateTimeOffset>("started_at"),
        row.Get<DateTimeOffset?>("finished_at"));
}
