using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Runs;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class RunStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_run_ends_with_its_last_part()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (ann, bob) = (await database.TakeLeaseAsync("ann"), await database.TakeLeaseAsync("bob"));
        var (runs, queries) = (new RunStore(database), new RunQueries(database));
        var run = await runs.CreateRunAsync(Installation, RunScope.All, ParseTrigger.Command, "api", [ann.UserId, bob.UserId], None);

        await runs.StartUserRunAsync(ann, run, None);
        await runs.FinishUserRunAsync(ann, run, ParseStatus.Success, postsAdded: 3, error: null, None);
        var halfway = await queries.FindAsync(new Realm(Installation), run, None);
        await runs.FailUserRunAsync(run, bob.UserId, "The worker is down.", None);
        var ended = await queries.FindAsync(new Realm(Installation), run, None);

        Assert.Equal((ParseStatus.Running, null), (halfway!.Status, halfway.FinishedAt));
        Assert.Equal((ParseStatus.Partial, 3), (ended!.Status, ended.PostsAdded));
        Assert.NotNull(ended.FinishedAt);
        Assert.Equal(
            [(ParseStatus.Success, null), (ParseStatus.Failed, "The worker is down.")],
            ended.Users.Select(part => (part.Status, part.Error)));
    }

    [Fact]
    public async Task A_run_whose_parts_end_at_once_ends()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var runs = new RunStore(database);
        var users = new List<long>();
        for (var number = 0; number < 8; number++)
            users.Add((await database.TakeLeaseAsync($"user-{number}")).UserId);
        var run = await runs.CreateRunAsync(Installation, RunScope.All, ParseTrigger.Command, null, users, None);

        await Task.WhenAll(users.Select(user => runs.FailUserRunAsync(run, user, "down", None)));

        Assert.Equal(ParseStatus.Failed, (await new RunQueries(database).FindAsync(new Realm(Installation), run, None))!.Status);
    }

    [Fact]
    public async Task A_run_that_ends_while_it_is_read_is_told_whole()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (runs, queries) = (new RunStore(database), new RunQueries(database));
        var run = await runs.CreateRunAsync(
            Installation, RunScope.All, ParseTrigger.Command, null, [(await database.TakeLeaseAsync()).UserId], None);
        await using var connection = await database.OpenConnectionAsync();
        await using var ending = await connection.BeginTransactionAsync();
        await using (var end = new NpgsqlCommand(
            """
            LOCK TABLE parse_runs;
            UPDATE parse_run_users SET status = 'success', posts_added = 3, finished_at = now();
            UPDATE parse_runs SET finished_at = now()
            """,
            connection,
            ending))
        {
            await end.ExecuteNonQueryAsync();
        }

        var read = queries.FindAsync(new Realm(Installation), run, None);
        await database.SeeOneBlockedAsync();
        await ending.CommitAsync();

        Assert.Equal((ParseStatus.Success, 3), ((await read)!.Status, (await read)!.PostsAdded));
    }

    [Fact]
    public async Task A_run_without_users_has_ended()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();

        var run = await new RunStore(database).CreateRunAsync(Installation, RunScope.All, ParseTrigger.Command, null, [], None);

        Assert.Equal(ParseStatus.Success, (await new RunQueries(database).FindAsync(new Realm(Installation), run, None))!.Status);
        Assert.Null(await new RunQueries(database).FindAsync(new Realm("another"), run, None));
    }

    [Fact]
    public async Task A_parse_of_a_run_is_told_with_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var subscription = await database.SubscribeAsync(token);
        var runs = new RunStore(database);
        var run = await runs.CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, null, [token.UserId], None);

        var parse = await runs.StartParseAsync(token, subscription.Id, null, ParseTrigger.Command, run, None);
        await runs.FinishParseAsync(token, parse, ParseStatus.Failed, 2, Reasons.FloodWait, "Wait.", ChatId, None);

        var row = Assert.Single((await new RunQueries(database).FindAsync(new Realm(Installation), run, None))!.Parses);
        Assert.Equal(
            (parse, "news", ChatId, ParseStatus.Failed, 2, Reasons.FloodWait, "Wait."),
            (row.Id, row.Subscription, row.ChatId, row.Status, row.PostsAdded, row.Reason, row.Error));
        Assert.NotNull(row.FinishedAt);
    }

    [Fact]
    public async Task What_a_worker_left_unfinished_is_interrupted()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, other) = (await database.TakeLeaseAsync("ann"), await database.TakeLeaseAsync("bob"));
        var subscription = await database.SubscribeAsync(token);
        var (runs, queries) = (new RunStore(database), new RunQueries(database));
        var own = await runs.CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, null, [token.UserId], None);
        var shared = await runs.CreateRunAsync(Installation, RunScope.All, ParseTrigger.Command, null, [token.UserId, other.UserId], None);
        await runs.StartUserRunAsync(token, own, None);
        await runs.StartParseAsync(token, subscription.Id, null, ParseTrigger.Command, own, None);

        await runs.InterruptUnfinishedAsync(token, None);

        var ended = (await queries.FindAsync(new Realm(Installation), own, None))!;
        Assert.Equal((ParseStatus.Interrupted, ParseStatus.Interrupted), (ended.Status, ended.Parses[0].Status));
        Assert.Equal(ParseStatus.Running, (await queries.FindAsync(new Realm(Installation), shared, None))!.Status);
    }

    [Fact]
    public async Task Old_runs_and_parses_are_pruned_and_those_of_others_stay()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, other) = (await database.TakeLeaseAsync("ann"), await database.TakeLeaseAsync("bob"));
        var subscription = await database.SubscribeAsync(token);
        var runs = new RunStore(database);
        var own = await runs.CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, null, [token.UserId], None);
        var foreign = await runs.CreateRunAsync(Installation, RunScope.User, ParseTrigger.Command, null, [other.UserId], None);
        await runs.StartParseAsync(token, subscription.Id, ChatId, ParseTrigger.Command, own, None);

        await runs.PruneAsync(token, TimeSpan.FromDays(1), None);
        var kept = await new RunQueries(database).FindAsync(new Realm(Installation), own, None);
        await runs.PruneAsync(token, TimeSpan.Zero, None);

        Assert.Single(kept!.Parses);
        Assert.Null(await new RunQueries(database).FindAsync(new Realm(Installation), own, None));
        Assert.NotNull(await new RunQueries(database).FindAsync(new Realm(Installation), foreign, None));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM parses"));
    }

    [Fact]
    public async Task A_parse_of_a_run_that_was_pruned_is_recorded_all_the_same()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var subscription = await database.SubscribeAsync(token);

        var parse = await new RunStore(database).StartParseAsync(token, subscription.Id, ChatId, ParseTrigger.Command, runId: 99, None);

        Assert.True(await database.ScalarAsync<bool>($"SELECT run_id IS NULL FROM parses WHERE id = {parse}"));
    }

    [Fact]
    public async Task Recent_parses_are_those_of_the_user_newest_first_and_the_running_one_among_them()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (ann, bob) = (await database.TakeLeaseAsync("ann"), await database.TakeLeaseAsync("bob"));
        var (news, other) = (await database.SubscribeAsync(ann), await database.SubscribeAsync(bob));
        var (runs, queries) = (new RunStore(database), new RunQueries(database));
        var first = await runs.StartParseAsync(ann, news.Id, ChatId, ParseTrigger.Schedule, runId: null, None);
        await runs.FinishParseAsync(ann, first, ParseStatus.Success, postsAdded: 2, reason: null, error: null, ChatId, None);
        await runs.StartParseAsync(bob, other.Id, ChatId, ParseTrigger.Schedule, runId: null, None);
        var second = await runs.StartParseAsync(ann, news.Id, ChatId, ParseTrigger.Command, runId: null, None);

        var recent = await queries.RecentAsync(Installation, ann.UserId, limit: 5, None);

        Assert.Equal(
            [(second, "news", ParseTrigger.Command, ParseStatus.Running), (first, "news", ParseTrigger.Schedule, ParseStatus.Success)],
            recent.Select(parse => (parse.Id, parse.Subscription, parse.Trigger, parse.Status)));
        Assert.Equal(second, Assert.Single(await queries.RecentAsync(Installation, ann.UserId, limit: 1, None)).Id);
        Assert.Empty(await queries.RecentAsync("another", ann.UserId, limit: 5, None));
    }
}
