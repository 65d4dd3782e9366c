using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>What becomes of a subscription when its channel changes, or is closed to the account.</summary>
[Collection(WorkerCollection.Name)]
public sealed class ChannelStatesTests(PostgresFixture postgres)
{
    private const long Alice = 1001;

    [Fact]
    public async Task A_renamed_channel_is_read_on_by_its_id_under_its_new_name_even_when_another_takes_the_old_one()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("first_name", 3);
        var (worker, settings) = await StartAsync(scenario, "@first_name");
        await scenario.SeeParsedAsync(1);

        channel.Change(info => info with { Title = "Second title", Username = "second_name" });
        var other = scenario.AddChannel("first_name", 5);
        channel.Publish(new Post { Text = "after the renaming" });
        await WorkerScenario.ParseAsync(worker);
        // What the channel is called reaches the worker with its difference: the parse after knows it.
        await WorkerScenario.ParseAsync(worker);

        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal("Second title @second_name", await scenario.ScalarAsync("SELECT title || ' @' || username FROM channels"));
        Assert.Equal("ChannelRenamed 0", await StateAsync(scenario));

        // A new login knows nothing of the old one; the name alone would find the wrong channel.
        await worker.PostAsync<LoginStatus>(ControlPaths.Logout);
        await WorkerScenario.LogInAgainAsync(worker, "+15550000001");
        await WorkerScenario.SeeReadyAsync(worker);
        channel.Publish(new Post { Text = "after the new login" });
        await WorkerScenario.ParseAsync(worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Empty(await StoredPosts.ReadAsync(scenario.Database, "alice", other.Id));
        Assert.Equal(settings.Subscriptions[0].Name, await scenario.ScalarAsync("SELECT name FROM subscriptions"));
    }

    [Fact]
    public async Task A_channel_that_bans_the_account_says_so_and_is_read_again_when_the_ban_is_lifted()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("strict", 3);
        channel.Join(Alice);
        var (worker, _) = await StartAsync(scenario, "@strict");
        await scenario.SeeParsedAsync(1);

        channel.Ban(Alice);
        await SeeAsync(scenario, worker, Reasons.ChannelBanned, Reasons.ChannelPrivate);
        Assert.True((DateTime)(await scenario.ScalarAsync("SELECT next_run_at FROM subscriptions"))! > DateTime.UtcNow.AddSeconds(20));

        channel.Unban(Alice);
        channel.Publish(new Post { Text = "after the ban" });
        await SeeReadAsync(scenario, worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task A_channel_that_becomes_private_says_so_and_is_read_again_when_it_is_public()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("shy_channel", 3);
        var (worker, _) = await StartAsync(scenario, "@shy_channel");
        await scenario.SeeParsedAsync(1);

        channel.Change(info => info with { Username = null });
        await SeeAsync(scenario, worker, Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.ChannelNotFound);

        channel.Change(info => info with { Username = "shy_channel" });
        channel.Publish(new Post { Text = "public again" });
        await SeeReadAsync(scenario, worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task An_invite_link_that_needs_approval_waits_for_it_and_an_expired_one_says_what_to_do()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("ask_first", 3);
        channel.Change(info => info with
        {
            Username = null,
            Invites = [new Invite("askbeforeyoucome") { NeedsApproval = true }, new Invite("toolateforanybody") { IsRevoked = true }],
        });
        var (worker, settings) = await StartAsync(scenario, "https://t.me/+askbeforeyoucome", join: true);
        await SeeAsync(scenario, worker, Reasons.JoinRequestPending);
        Assert.True(channel.Approve(Alice));
        await SeeReadAsync(scenario, worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);

        await worker.ReloadAsync(settings with { Subscriptions = [Subscription("https://t.me/+toolateforanybody", join: true)] });
        await SeeAsync(scenario, worker, Reasons.InviteExpired);
    }

    [Fact]
    public async Task A_small_group_is_found_once_it_has_become_a_supergroup()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var group = scenario.Telegram.World.AddGroup(4711, "Neighbours");
        group.Join(Alice);
        group.Publish(new Post { Text = "in the small group", SenderId = Alice });
        var (worker, _) = await StartAsync(scenario, "-4711");
        await SeeAsync(scenario, worker, Reasons.ChannelNotFound);
        Assert.Contains("small group", (string)(await scenario.ScalarAsync("SELECT message FROM subscriptions"))!, StringComparison.Ordinal);

        var channel = scenario.Telegram.World.Migrate(group, 1_700_004_711);
        channel.Publish(new Post { Text = "in the supergroup", SenderId = Alice });
        await SeeReadAsync(scenario, worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task A_name_that_nobody_has_says_so_and_is_read_when_somebody_takes_it()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (worker, _) = await StartAsync(scenario, "@not_yet_there");
        await SeeAsync(scenario, worker, Reasons.ChannelNotFound);
        var channel = scenario.AddChannel("not_yet_there", 2);
        await SeeReadAsync(scenario, worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    private static SubscriptionSettings Subscription(string channel, bool join = false) =>
        WorkerScenario.Subscription("one", channel) with { Join = join };

    private static async Task<(WorkerProcess Worker, WorkerSettings Settings)> StartAsync(WorkerScenario scenario, string channel, bool join = false)
    {
        var settings = scenario.Settings("alice", Subscription(channel, join));
        return (await scenario.StartLoggedInAsync(settings), settings);
    }

    /// <summary>Parses until a parse fails for one of these reasons.</summary>
    private static Task SeeAsync(WorkerScenario scenario, WorkerProcess worker, params string[] reasons) => ParseUntilAsync(scenario, worker,
        state => reasons.Any(reason => state.StartsWith(reason, StringComparison.Ordinal)));

    /// <summary>Parses until a parse succeeds.</summary>
    private static Task SeeReadAsync(WorkerScenario scenario, WorkerProcess worker) =>
        ParseUntilAsync(scenario, worker, state => state.EndsWith(" 0", StringComparison.Ordinal));

    private static Task ParseUntilAsync(WorkerScenario scenario, WorkerProcess worker, Func<string, bool> condition) =>
        TelegramParser.Harness.Time.Eventually.SeeAsync(async () =>
        {
            await WorkerScenario.ParseAsync(worker);
            return await StateAsync(scenario);
        }, condition);

    private static async Task<string> StateAsync(WorkerScenario scenario) =>
        (string)(await scenario.ScalarAsync("SELECT coalesce(reason, '') || ' ' || failures FROM subscriptions WHERE active"))!;
}
