using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Retention;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Retention;

/// <summary>The operator's daily removal, with a clock that the test moves.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RetentionKeeperTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ObjectKey Ann = new("default", "ann");

    private readonly ManualTime _time = new(Noon);
    private readonly LoggedLines _log = new(LogLevel.Warning);

    [Fact]
    public async Task Once_a_day_what_has_become_too_old_is_removed_and_nothing_before_the_days_time()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (keeper, observations, due) = await FollowAsync(database);
        await StoreAsync(database, due.AddDays(-31), due.AddDays(-30).AddHours(-1), due.AddDays(-29).AddHours(-1), due.AddDays(-28));
        using var stop = new CancellationTokenSource();
        var running = keeper.RunAsync(stop.Token);

        await AdvanceToAsync(due.AddMinutes(-2));
        Assert.Equal(4, await CountAsync(database));
        await SeeLeftAsync(database, 2);
        await SeeDueAsync(observations, due.AddDays(1));
        // What the resources say again changes nothing.
        await keeper.FollowAsync(Ann, Kept(30), None);
        Assert.Equal(due.AddDays(1), Due(observations));

        await AdvanceToAsync(due.AddDays(1).AddMinutes(-2));
        Assert.Equal(2, await CountAsync(database));
        await SeeLeftAsync(database, 1);
        Assert.Equal("2, 1", await database.ScalarAsync<string>("SELECT string_agg(posts::text, ', ' ORDER BY run_at) FROM removals"));
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task A_run_that_fails_is_tried_again_and_what_was_missed_is_made_up_for()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (keeper, observations, due) = await FollowAsync(database);
        await StoreAsync(database, due.AddDays(-31));
        using var stop = new CancellationTokenSource();
        await database.ScalarAsync<object>("ALTER TABLE removals RENAME TO away");
        var running = keeper.RunAsync(stop.Token);
        // As if the operator had been down at that time.
        await AdvanceToAsync(due.AddHours(5));
        await Eventually.SeeAsync(() => Task.FromResult(_log.All.Any(line => line.Message.Contains("is tried again", StringComparison.Ordinal))));
        Assert.Equal((1, due), (await CountAsync(database), Due(observations)));

        await database.ScalarAsync<object>("ALTER TABLE away RENAME TO removals");
        await SeeLeftAsync(database, 0);
        await SeeDueAsync(observations, due.AddDays(1));
        await StopAsync(stop, running);
    }

    [Fact]
    public async Task Nothing_is_removed_of_who_is_not_followed_any_more_or_keeps_posts_for_ever()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (keeper, observations, due) = await FollowAsync(database);
        await StoreAsync(database, due.AddDays(-31));
        await keeper.FollowAsync(Ann, Kept(null), None);
        Assert.Null(Due(observations));
        await keeper.FollowAsync(Ann, Kept(30), None);
        keeper.Forget(Ann);
        using var stop = new CancellationTokenSource();
        var running = keeper.RunAsync(stop.Token);

        await AdvanceToAsync(due.AddHours(1));
        await AdvanceToAsync(due.AddHours(2));

        Assert.Equal(1, await CountAsync(database));
        await StopAsync(stop, running);
    }

    private async Task<(RetentionKeeper Keeper, ObservationFeed Observations, DateTimeOffset Due)> FollowAsync(NpgsqlDataSource database)
    {
        var options = new OperatorOptions { Installation = Installation, ControlKey = new byte[32], WorkerDatabase = "" };
        var observations = new ObservationFeed(new StoredUserRecords(database, Installation, _time), options, _time, NullLogger.Instance);
        var keeper = new RetentionKeeper(observations, _time, _log);
        await database.StartReadingAsync();
        await observations.EnsureAsync(Ann, suspended: false, None);
        await keeper.FollowAsync(Ann, Kept(30), None);
        var due = Due(observations)!.Value;
        Assert.InRange(due, Noon, Noon.AddDays(1));
        return (keeper, observations, due);
    }

    private static WorkerSettings Kept(int? days) => new()
    {
        Installation = Installation,
        Namespace = Ann.Namespace,
        Name = Ann.Name,
        Subscriptions = [Subscription("news")],
        Retention = days is { } number ? new RetentionSpec { Days = number } : null,
    };

    private static DateTimeOffset? Due(ObservationFeed observations) => observations.Find(Ann)!.Overview.User.RetentionDueAt;

    private static async Task StoreAsync(NpgsqlDataSource database, params DateTimeOffset[] dates)
    {
        var token = await database.TakeLeaseAsync();
        await database.StoreAsync(token, [.. dates.Select((date, i) => Post(i + 1) with { Date = date })]);
    }

    private static Task<long> CountAsync(NpgsqlDataSource database) => database.ScalarAsync<long>("SELECT count(*) FROM posts");

    // Until the keeper waits again: what it had to do at that time is done.
    private async Task AdvanceToAsync(DateTimeOffset instant)
    {
        await Eventually.SeeAsync(() => Task.FromResult(_time.Waiting == 1));
        _time.Advance(instant - _time.GetUtcNow());
        await Eventually.SeeAsync(() => Task.FromResult(_time.Waiting == 1));
    }

    private Task SeeLeftAsync(NpgsqlDataSource database, long left) => Eventually.SeeAsync(() => StepAsync(() => CountAsync(database)), count => count == left);

    private Task SeeDueAsync(ObservationFeed observations, DateTimeOffset due) =>
        Eventually.SeeAsync(() => StepAsync(() => Task.FromResult(Due(observations))), seen => seen == due);

    private Task<T> StepAsync<T>(Func<Task<T>> look)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return look();
    }

    private static async Task StopAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
