using Npgsql;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class SubscriptionStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_channel_that_was_resolved_for_an_earlier_version_of_the_subscription_is_not_pinned()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        var resolved = Assert.Single(await store.SyncAsync(token, [Subscription("a", "@old")], None));
        await store.SyncAsync(token, [Subscription("a", "@new")], None);

        Assert.IsType<ChannelPin.Superseded>(await store.PinChannelAsync(token, resolved.Id, resolved.Channel, Channel(), 0, None));
        Assert.Null(Assert.Single(await store.SyncAsync(token, [Subscription("a", "@new")], None)).ChatId);
    }

    [Fact]
    public async Task The_given_subscriptions_become_the_active_ones()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        await store.SyncAsync(token, [Subscription("b"), Subscription("a")], None);

        var active = await store.SyncAsync(token, [Subscription("c"), Subscription("b") with { Suspend = true }], None);

        Assert.Equal([("b", "@b", true), ("c", "@c", false)], active.Select(row => (row.Name, row.Channel, row.Suspended)));
        Assert.Equal(
            ["b", "c"],
            (await new ChannelQueries(database).ListAsync(Installation, token.UserId, None)).Select(row => row.Subscription.Name));
        Assert.Empty(await store.SyncAsync(token, [], None));
    }

    [Fact]
    public async Task Syncs_at_once_do_not_disturb_each_other()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        var names = Enumerable.Range(0, 30).Select(number => Subscription($"s{number:00}")).ToList();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            round => store.SyncAsync(token, [.. round % 2 == 0 ? names : Enumerable.Reverse(names)], None)));

        Assert.All(results, rows => Assert.Equal(names.Select(name => name.Name), rows.Select(row => row.Name)));
        Assert.Equal(30, await database.ScalarAsync<long>("SELECT max(id) FROM subscriptions"));
    }

    [Fact]
    public async Task Another_channel_in_the_resource_clears_the_pin_and_the_outcome()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        var pinned = await database.SubscribeAsync(token);
        await store.RecordOutcomeAsync(token, pinned.Id, Outcome(succeeded: true), None);

        var same = await store.SyncAsync(token, [Subscription("news", "@news")], None);
        var changed = await store.SyncAsync(token, [Subscription("news", "@other")], None);

        Assert.Equal(ChatId, same[0].ChatId);
        Assert.Equivalent(new SubscriptionRow { Id = pinned.Id, Name = "news", Channel = "@other", Active = true }, changed[0], strict: true);
    }

    [Fact]
    public async Task A_second_subscription_to_one_channel_is_refused()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        var rows = await store.SyncAsync(token, [Subscription("a"), Subscription("b")], None);
        await store.PinChannelAsync(token, rows[0].Id, rows[0].Channel, Channel(), 0, None);

        var pin = await store.PinChannelAsync(token, rows[1].Id, rows[1].Channel, Channel(), 0, None);

        Assert.Equal(new ChannelPin.DuplicateOf("a"), pin);
    }

    [Fact]
    public async Task Of_two_subscriptions_that_pin_one_channel_at_once_one_gets_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        var rows = await store.SyncAsync(token, [Subscription("a"), Subscription("b"), Subscription("c")], None);

        var pins = await Task.WhenAll(rows.Select(row => store.PinChannelAsync(token, row.Id, row.Channel, Channel(), 0, None)));

        Assert.Single(pins.OfType<ChannelPin.Pinned>());
    }

    [Fact]
    public async Task A_recreated_subscription_resumes_its_cursor()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new SubscriptionStore(database);
        await database.StoreAsync(token, new CursorMove.Forward(42), Post(42));

        await store.SyncAsync(token, [], None);
        var rows = await store.SyncAsync(token, [Subscription("renamed")], None);
        var pin = await store.PinChannelAsync(token, rows[0].Id, rows[0].Channel, Channel(), initialCursor: 7, None);

        var channel = Assert.IsType<ChannelPin.Pinned>(pin).Channel;
        Assert.Equal((42, 1), (channel.Cursor, channel.PostsTotal));
    }

    [Fact]
    public async Task A_subscription_that_comes_back_keeps_its_pin()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new SubscriptionStore(database);

        await store.SyncAsync(token, [], None);

        Assert.Equal(ChatId, (await store.SyncAsync(token, [Subscription("news")], None))[0].ChatId);
    }

    [Fact]
    public async Task A_subscription_that_comes_back_to_a_channel_that_is_taken_is_to_be_resolved_again()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new SubscriptionStore(database);
        await database.SubscribeAsync(token, "heir");

        var both = await store.SyncAsync(token, [Subscription("news"), Subscription("heir")], None);
        await store.SyncAsync(token, [], None);
        var again = await store.SyncAsync(token, [Subscription("news"), Subscription("heir")], None);

        Assert.Equal([("heir", ChatId), ("news", null)], both.Select(row => (row.Name, row.ChatId)));
        Assert.Equal(both.Select(row => row.ChatId), again.Select(row => row.ChatId));
    }

    [Fact]
    public async Task Failures_are_counted_until_a_success()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SubscriptionStore(database);
        var id = (await database.SubscribeAsync(token)).Id;

        await store.RecordOutcomeAsync(token, id, Outcome(succeeded: true), None);
        await store.RecordOutcomeAsync(token, id, Outcome(succeeded: false), None);
        await store.RecordOutcomeAsync(token, id, Outcome(succeeded: false) with { StartedAt = Noon.AddDays(1) }, None);
        var failed = await ReadAsync(database, token);
        await store.RecordOutcomeAsync(token, id, Outcome(succeeded: true), None);

        Assert.Equal(
            (2, Reasons.ParseFailed, Noon.AddDays(1), Noon.AddMinutes(1), Noon.AddHours(1)),
            (failed.Failures, failed.Reason, failed.LastRunAt, failed.LastSuccessAt, failed.NextRunAt));
        Assert.Equal(0, (await ReadAsync(database, token)).Failures);
    }

    [Fact]
    public async Task A_channel_is_kept_up_to_date_and_a_count_that_is_not_known_stays()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var store = new SubscriptionStore(database);

        await store.UpdateChannelAsync(token, Channel() with { MemberCount = 5 }, None);
        await store.UpdateChannelAsync(token, Channel() with { Title = "New" }, None);

        var channel = (await new ChannelQueries(database).ListAsync(Installation, token.UserId, None))[0].Channel;
        Assert.Equal(Channel() with { Title = "New", MemberCount = 5 }, channel);
    }

    private static SubscriptionOutcome Outcome(bool succeeded) => new(
        succeeded ? Reasons.ParseSucceeded : Reasons.ParseFailed, "message", succeeded, Noon, Noon.AddMinutes(1), Noon.AddHours(1));

    private static async Task<SubscriptionRow> ReadAsync(NpgsqlDataSource database, LeaseToken token) =>
        (await new ChannelQueries(database).ListAsync(Installation, token.UserId, None))[0].Subscription;
}
