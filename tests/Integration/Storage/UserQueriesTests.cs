using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class UserQueriesTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Users_are_listed_with_filters_and_without_orphans()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var users = new UserStore(database);
        var ready = await database.TakeLeaseAsync("ready");
        await new SessionStore(database).ReportAsync(ready, new SessionReport(SessionState.Ready), None);
        var suspended = await database.TakeLeaseAsync("suspended");
        await new SessionStore(database).ReportAsync(suspended, new SessionReport(SessionState.Ready), None);
        await users.EnsureAsync(new UserKey(Installation, "default", "suspended"), suspended: true, None);
        await users.EnsureAsync(new UserKey(Installation, "default", "fresh"), suspended: false, None);
        await users.EnsureAsync(new UserKey("another", "default", "foreign"), suspended: false, None);
        await users.EnsureAsync(new UserKey(Installation, "default", "orphan"), suspended: false, None);
        await users.OrphanAsync(new UserKey(Installation, "default", "orphan"), None);

        Assert.Equal(["ready", "suspended", "fresh"], await ListAsync(new UserFilter()));
        Assert.Equal(["ready", "suspended"], await ListAsync(new UserFilter(AuthenticatedOnly: true)));
        Assert.Equal(["ready", "fresh"], await ListAsync(new UserFilter(ActiveOnly: true)));
        Assert.Equal(["ready"], await ListAsync(new UserFilter(AuthenticatedOnly: true, ActiveOnly: true)));

        async Task<IEnumerable<string>> ListAsync(UserFilter filter) =>
            (await new UserQueries(database).ListAsync(new Realm(Installation), filter, None)).Select(user => user.User.Key.Name);
    }

    [Fact]
    public async Task A_user_is_told_with_sums_by_number_and_by_name()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var subscription = await database.SubscribeAsync(token);
        await database.StoreAsync(token, Post(1), Post(2));
        await new SubscriptionStore(database).RecordOutcomeAsync(
            token, subscription.Id, new SubscriptionOutcome(Reasons.ParseSucceeded, null, Succeeded: true, Noon, Noon, null), None);
        var queries = new UserQueries(database);

        var user = await queries.FindAsync(Installation, token.UserId, None);

        Assert.Equal((1, 2, Noon), (user!.Subscriptions, user.PostsTotal, user.LastSuccessAt));
        Assert.Equivalent(user, await queries.FindAsync(new UserKey(Installation, "default", "ann"), None), strict: true);
        Assert.Null(await queries.FindAsync("another", token.UserId, None));
    }

    [Fact]
    public async Task An_observation_holds_all_that_status_needs()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.TakeLeaseAsync("ann");
        await new SubscriptionStore(database).SyncAsync(ann, [Subscription("a"), Subscription("b")], None);
        var bob = await database.StartReadingAsync("bob");
        await database.StoreAsync(bob, new CursorMove.Forward(9), Post(9));
        var queries = new ObservationQueries(database);

        var all = await queries.ReadAsync(Installation, userKeys: null, None);
        var one = await queries.ReadAsync(
            Installation, [new UserKey(Installation, "default", "bob"), new UserKey(Installation, "default", "nobody")], None);

        Assert.Equal(["ann", "bob"], all.Select(user => user.Overview.User.Key.Name));
        Assert.Equal([("a", null), ("b", null)], all[0].Subscriptions.Select(row => (row.Subscription.Name, row.Channel)));
        var subscription = Assert.Single(Assert.Single(one).Subscriptions);
        Assert.Equal((Channel(), 9, 1), (subscription.Channel, subscription.Progress!.Cursor, subscription.Progress.PostsTotal));
        Assert.Empty(await queries.ReadAsync("another", userKeys: null, None));
    }

    [Fact]
    public async Task Stats_count_today_and_the_last_day()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.StartReadingAsync("ann");
        await database.StartReadingAsync("bob");
        var midnight = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        await database.StoreAsync(
            ann,
            Post(1) with { Date = midnight.AddDays(-1) },
            Post(2) with { Date = midnight.AddHours(-1) },
            Post(3) with { Date = midnight },
            Post(4) with { Date = Noon });

        var stats = await new StatsQueries(database).ReadAsync(new Realm(Installation), Noon.ToOffset(TimeSpan.FromHours(3)), None);

        Assert.Equal(
            [("ann", 4, 2, 3), ("bob", 0, 0, 0)],
            stats.Select(user => (user.User.Name, user.PostsTotal, user.PostsToday, user.PostsLast24Hours)));
    }

    [Fact]
    public async Task Subscriptions_are_found_by_the_reason_of_their_last_parse_unless_nobody_waits_for_them()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var users = new UserStore(database);
        foreach (var name in new[] { "ann", "suspended", "orphan", "well" })
        {
            var token = await database.TakeLeaseAsync(name);
            var subscription = await database.SubscribeAsync(token, chatId: -1000 - token.UserId);
            var reason = name == "well" ? Reasons.ParseSucceeded : Reasons.ChannelPrivate;
            await new SubscriptionStore(database).RecordOutcomeAsync(
                token, subscription.Id, new SubscriptionOutcome(reason, "in words", Succeeded: false, Noon, Noon, null), None);
        }
        await users.EnsureAsync(new UserKey(Installation, "default", "suspended"), suspended: true, None);
        await users.OrphanAsync(new UserKey(Installation, "default", "orphan"), None);
        var channels = new ChannelQueries(database);

        var found = Assert.Single(await channels.FindByReasonAsync(new Realm(Installation), [Reasons.ChannelPrivate, Reasons.ChannelNotFound], None));

        Assert.Equal(
            ("ann", "news", "@news", "Channel -1001", Reasons.ChannelPrivate, "in words"),
            (found.User.Name, found.Subscription, found.Channel, found.Title, found.Reason, found.Message));
        Assert.Empty(await channels.FindByReasonAsync(new Realm("another"), [Reasons.ChannelPrivate], None));
    }
}
