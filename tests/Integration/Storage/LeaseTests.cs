using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class LeaseTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(90);
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Every write that takes a token.</summary>
    public static TheoryData<string> FencedWrites => [.. Writes.Keys];

    private static readonly Dictionary<string, Func<NpgsqlDataSource, LeaseToken, Task>> Writes = new(StringComparer.Ordinal)
    {
        ["report"] = (database, token) => new SessionStore(database).ReportAsync(token, new SessionReport(SessionState.Ready), None),
        ["flood wait"] = (database, token) => new SessionStore(database).SetFloodWaitAsync(token, "history", TimeSpan.FromMinutes(1), None),
        ["pin account"] = (database, token) => new SessionStore(database).PinAccountAsync(token, 1, null, null, None),
        ["sync"] = (database, token) => new SubscriptionStore(database).SyncAsync(token, [Subscription("other")], None),
        ["pin channel"] = (database, token) => new SubscriptionStore(database).PinChannelAsync(token, 1, "@news", Channel(-1002), 0, None),
        ["channel"] = (database, token) => new SubscriptionStore(database).UpdateChannelAsync(token, Channel() with { Title = "New" }, None),
        ["outcome"] = (database, token) => new SubscriptionStore(database).RecordOutcomeAsync(
            token, 1, new SubscriptionOutcome(null, null, Succeeded: true, Noon, Noon, null), None),
        ["page"] = (database, token) => database.StoreAsync(token, new CursorMove.Forward(9), Post(9)),
        ["page with a bad message"] = (database, token) => database.StoreAsync(token, new CursorMove.Forward(9), Post(9, "\0")),
        ["keep raw"] = (database, token) => new UnstoredStore(database).KeepRawAsync(token, ChatId, new Dictionary<long, string> { [9] = "{}" }, None),
        ["mark deleted"] = (database, token) => new UnstoredStore(database).MarkDeletedAsync(token, ChatId, [9], None),
        ["start parse"] = (database, token) => new RunStore(database).StartParseAsync(token, 1, null, ParseTrigger.Schedule, null, None),
        ["finish parse"] = (database, token) => new RunStore(database).FinishParseAsync(token, 1, ParseStatus.Success, 0, null, null, null, None),
        ["start run"] = (database, token) => new RunStore(database).StartUserRunAsync(token, 1, None),
        ["finish run"] = (database, token) => new RunStore(database).FinishUserRunAsync(token, 1, ParseStatus.Success, 0, null, None),
        ["interrupt"] = (database, token) => new RunStore(database).InterruptUnfinishedAsync(token, None),
        ["hand posts over"] = (database, token) => new PostOutboxStore(database).HandOverAsync(
            token, new NewPosts(1, "news", ChatId, "", null, 0, 0, []), 9, told: null, None),
        ["hand mention over"] = (database, token) => new MentionOutboxStore(database).HandOverAsync(token, 1, told: null, Noon, None),
        ["delivered"] = (database, token) => new OutboxStore(database).DeliveredAsync(token, [1], Noon, None),
        ["not delivered"] = (database, token) => new OutboxStore(database).FailedAsync(token, [1], new FailedTry("", Noon, null), None),
        ["hasten"] = (database, token) => new OutboxStore(database).HastenAsync(token, new NotificationSource("", ""), "", Noon, None),
        ["hasten all"] = (database, token) => new OutboxStore(database).HastenAllAsync(token, "", Noon, None),
        ["abandon"] = (database, token) => new OutboxStore(database).AbandonAsync(token, "", [], Noon, None),
        ["prune notifications"] = (database, token) => new OutboxStore(database).PruneAsync(token, Noon, 1, None),
        ["prune"] = (database, token) => new RunStore(database).PruneAsync(token, TimeSpan.Zero, None),
    };

    [Fact]
    public async Task A_free_lease_is_taken_for_the_time_asked()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var user = await new UserStore(database).EnsureAsync(new UserKey("prod", "default", "ann"), suspended: false, None);

        var attempt = await new LeaseStore(database).TryAcquireAsync(user.Id, "pod-1", Duration, "https://ann", None);

        Assert.Equal(new LeaseToken(user.Id, "pod-1", 1), attempt.Token);
        Assert.InRange(attempt.RemainingByDatabase, Duration - TimeSpan.FromSeconds(30), Duration);
    }

    [Fact]
    public async Task A_lease_that_another_holds_is_not_taken()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var held = await database.TakeLeaseAsync(holder: "pod-1");

        var attempt = await new LeaseStore(database).TryAcquireAsync(held.UserId, "pod-2", Duration, null, None);

        Assert.Null(attempt.Token);
        Assert.Equal("pod-1", attempt.HeldBy);
        Assert.InRange(attempt.RemainingByDatabase, LeaseDuration - TimeSpan.FromMinutes(1), LeaseDuration);
        Assert.True(await new LeaseStore(database).RenewAsync(held, Duration, None));
    }

    [Fact]
    public async Task The_same_holder_takes_over_at_once_and_voids_its_earlier_token()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var before = await database.TakeLeaseAsync();

        var after = await database.TakeLeaseAsync();

        Assert.Equal(before with { Epoch = 2 }, after);
        Assert.False(await new LeaseStore(database).RenewAsync(before, Duration, None));
    }

    [Fact]
    public async Task A_released_lease_is_free_at_once()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var leases = new LeaseStore(database);
        var released = await database.TakeLeaseAsync(holder: "pod-1");

        await leases.ReleaseAsync(released, None);

        Assert.False(await leases.RenewAsync(released, Duration, None));
        var next = await leases.TryAcquireAsync(released.UserId, "pod-2", Duration, null, None);
        Assert.Equal(released with { Holder = "pod-2", Epoch = 2 }, next.Token);
    }

    [Fact]
    public async Task An_expired_lease_is_neither_renewed_nor_kept_from_others()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var leases = new LeaseStore(database);
        var expired = await database.TakeLeaseAsync(holder: "pod-1");
        await ExpireAsync(database);

        Assert.False(await leases.RenewAsync(expired, Duration, None));
        var next = await leases.TryAcquireAsync(expired.UserId, "pod-2", Duration, null, None);
        Assert.Equal(expired with { Holder = "pod-2", Epoch = 2 }, next.Token);
    }

    [Theory]
    [MemberData(nameof(FencedWrites))]
    public async Task A_write_with_an_old_epoch_stores_nothing(string write)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var old = await database.StartReadingAsync();
        await database.TakeLeaseAsync();
        var before = await FingerprintAsync(database);

        await Assert.ThrowsAsync<LeaseLostException>(() => Writes[write](database, old));

        Assert.Equal(before, await FingerprintAsync(database));
    }

    [Theory]
    [MemberData(nameof(FencedWrites))]
    public async Task A_write_with_an_expired_lease_stores_nothing(string write)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        await ExpireAsync(database);
        var before = await FingerprintAsync(database);

        await Assert.ThrowsAsync<LeaseLostException>(() => Writes[write](database, token));

        Assert.Equal(before, await FingerprintAsync(database));
    }

    [Theory]
    [MemberData(nameof(FencedWrites))]
    public async Task A_write_with_the_lease_is_accepted(string write)
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();

        Assert.Null(await Record.ExceptionAsync(() => Writes[write](database, token)));
    }

    [Fact]
    public async Task A_takeover_waits_for_the_page_that_is_being_stored()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        // Holds the page up after its fence, before its commit.
        await using var blocker = await database.OpenConnectionAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM user_channels FOR UPDATE", blocker))
            await hold.ExecuteNonQueryAsync();

        var page = database.StoreAsync(token, new CursorMove.Forward(9), Post(9));
        await database.SeeOneBlockedAsync();
        var takeover = Record.ExceptionAsync(
            () => database.ScalarAsync<long>("SELECT user_id FROM sessions FOR NO KEY UPDATE NOWAIT"));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, Assert.IsType<PostgresException>(await takeover).SqlState);
        await blocking.CommitAsync();
        Assert.Equal(1, (await page).Added);
    }

    private static async Task ExpireAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("UPDATE sessions SET expires_at = clock_timestamp()");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>All that the tables hold, as one text.</summary>
    private static async Task<string> FingerprintAsync(NpgsqlDataSource database)
    {
        string[] tables =
        [
            "users", "sessions", "flood_waits", "channels", "user_channels", "subscriptions", "posts", "post_versions",
            "links", "unstored_messages", "parse_runs", "parse_run_users", "parses",
        ];
        var union = string.Join(" UNION ALL ", tables.Select(table => $"SELECT '{table} ' || t::text AS line FROM {table} AS t"));
        return await database.ScalarAsync<string>($"SELECT string_agg(line, E'\\n' ORDER BY line) FROM ({union}) AS lines");
    }
}
