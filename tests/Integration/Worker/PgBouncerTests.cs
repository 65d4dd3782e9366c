using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>The worker's whole life through PgBouncer in transaction mode: each transaction may be another connection's.</summary>
[Collection(WorkerCollection.Name)]
public sealed class PgBouncerTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Login_parse_lease_and_takeover_work_through_PgBouncer()
    {
        await using var bouncer = await PgBouncer.StartAsync(postgres.Cluster, poolSize: 2);
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channels = Enumerable.Range(1, 3).Select(i => scenario.AddChannel($"pooled_channel_{i}", 300)).ToList();
        var settings = scenario.Settings(
            "alice", [.. channels.Select((channel, i) => WorkerScenario.Subscription($"pooled-{i}", "@" + channel.Info.Username))]);
        WorkerOptions ThroughBouncer(WorkerOptions o) => o with { Database = bouncer.ConnectionString(o.Database), PodUid = "pod-1" };

        var worker = await scenario.StartLoggedInAsync(settings, adjust: ThroughBouncer);
        await scenario.SeeParsedAsync(channels.Count);
        foreach (var channel in channels)
            await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM unstored_messages"));

        // What the killed worker had is taken over by its own pod and given to another's in the end.
        await worker.KillAsync();
        channels[0].Publish(new Post { Text = "in between" });
        var same = await scenario.StartWorkerAsync(settings, ThroughBouncer);
        await WorkerScenario.SeeReadyAsync(same);
        Assert.Equal(1, (await WorkerScenario.ParseAsync(same)).PostsAdded);
        var other = await scenario.StartWorkerAsync(settings, o => ThroughBouncer(o) with { PodUid = "pod-2" });
        await WorkerScenario.SeeStateAsync(other, SessionState.WaitingForLease);
        await same.DisposeAsync();
        await WorkerScenario.SeeReadyAsync(other);
        Assert.Equal(3L, await scenario.ScalarAsync("SELECT epoch FROM sessions"));
        Assert.Contains(bouncer.Log, line => line.Contains("login attempt", StringComparison.Ordinal));
    }
}
