using TelegramParser.FaultTests.Reliability;

namespace TelegramParser.FaultTests;

/// <summary>The worker ends by SIGKILL at a named moment, and a new one is started in its place, as the kubelet does.</summary>
public sealed class KillTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int PageSize = 100;

    // Pages that are ready together are stored together: five when storing cannot keep up.
    private const int MostPagesAtOnce = 5;

    [Fact]
    public Task With_a_page_fetched_that_Postgres_never_sees() => KillWhileReadingForwardAsync(Fault.PageFetched, seed: 1, FetchedAsync);

    [Fact]
    public Task In_a_page_s_transaction() => KillWhileReadingForwardAsync(Fault.InTransaction, seed: 2, InTransactionAsync);

    [Fact]
    public Task With_a_page_committed_and_the_answer_on_its_way() => KillWhileReadingForwardAsync(Fault.Committed, seed: 3, CommittedAsync);

    [Fact]
    public async Task In_backfill()
    {
        await using var scene = await FaultScene.SetAsync(postgres.Cluster, history: 20 * MostPagesAtOnce * PageSize);
        var random = new Random(4);
        Kill[] moments = [FetchedAsync, InTransactionAsync, CommittedAsync, FetchedAsync, InTransactionAsync, CommittedAsync];
        for (var i = 0; i < moments.Length; i++)
        {
            // The first write marks where backward reading begins.
            await moments[i](scene, random.Next(1, 3), rollBack: i % 2 == 0);
        }
        await RecordAsync(Fault.InBackfill, scene, moments.Length);
    }

    [Fact]
    public async Task In_refresh()
    {
        const int pages = 10, edited = 20, deleted = 5;
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: pages * PageSize);
        await scene.KillAsync();
        var random = new Random(7);
        var ids = Enumerable.Range(1, pages * PageSize).ToArray();
        random.Shuffle(ids);
        Kill[] moments = [FetchedAsync, InTransactionAsync, CommittedAsync, FetchedAsync, InTransactionAsync, CommittedAsync];
        for (var i = 0; i < moments.Length; i++)
        {
            var changing = ids.Skip(i * (edited + deleted)).Take(edited + deleted).ToArray();
            foreach (var id in changing[deleted..])
                scene.Channel.Edit(id, post => post with { Text = $"{post.Text}, edited" });
            scene.Channel.Delete(changing[..deleted]);
            await scene.MakeRefreshDueAsync();
            await moments[i](scene, random.Next(pages - 2), rollBack: i % 2 == 0);
        }
        await RecordAsync(Fault.InRefresh, scene, moments.Length, scene.SeeRefreshedAsync);
        Assert.Equal((long)moments.Length * edited, await scene.ScalarAsync("SELECT count(*) FROM post_versions"));
    }

    [Fact]
    public async Task In_lease_takeover()
    {
        const int kills = 6;
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: PageSize);
        await scene.KillAsync();
        for (var i = 0; i < kills; i++)
        {
            scene.Publish(PageSize / 2);
            await scene.ExpireLeaseAsync();
            await KillTakeoverAsync(scene, $"taker-{i}", (Moment)(i % 3), rollBack: i < 3);
        }
        await scene.ExpireLeaseAsync();
        await RecordAsync(Fault.InLeaseTakeover, scene, kills);
    }

    [Fact]
    public async Task At_random_moments()
    {
        const int posts = 20_000;
        var kills = Rounds.Of(10);
        await using var scene = await FaultScene.SetAsync(postgres.Cluster, history: posts);
        scene.SlowDown(milliseconds: 30);
        var random = new Random(5);
        for (var kill = 0; kill < kills; kill++)
        {
            // Half of them while it reads, the others while it starts.
            if (kill % 2 == 0)
            {
                await scene.EnsureRunningAsync();
                await scene.SeeStoredAsync((kill * posts / (kills + 2)) + random.Next(posts / (kills + 2)));
            }
            var skip = random.Next(20);
            var stop = random.Next(2) == 0 ? scene.Gate.StopRequest(sql: "", skip) : scene.Gate.StopAnswer(sql: "", skip);
            await scene.EnsureRunningAsync();
            await stop.Reached;
            await scene.KillAsync();
            stop.Drop();
        }
        await RecordAsync(Fault.AtRandomMoments, scene, kills);
    }

    [Fact]
    public async Task A_restarted_container_of_the_same_pod_takes_over_at_once()
    {
        var kills = Rounds.Of(5);
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: PageSize);
        for (var kill = 0; kill < kills; kill++)
        {
            await scene.KillAsync();
            scene.Publish(PageSize / 2);
            await scene.EnsureRunningAsync();
            await scene.SeeAllStoredAsync();
            Assert.DoesNotContain(scene.Worker.Lines, line => line.Contains("session lease is held by", StringComparison.Ordinal));
        }
        Assert.Equal(kills + 1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));
        await RecordAsync(Fault.SamePod, scene, kills);
    }

    private async Task KillWhileReadingForwardAsync(Fault fault, int seed, Kill killAsync)
    {
        var kills = Rounds.Of(5);
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: PageSize);
        var random = new Random(seed);
        for (var i = 0; i < kills; i++)
        {
            const int most = 3;
            var killing = killAsync(scene, random.Next(most), rollBack: i % 2 == 0);
            scene.Publish((most + 1) * MostPagesAtOnce * PageSize);
            await killing;
        }
        await RecordAsync(fault, scene, kills);
    }

    private static async Task FetchedAsync(FaultScene scene, int skip, bool rollBack)
    {
        var stop = scene.Gate.StopRequest(FaultScene.PageStore, skip);
        await scene.EnsureRunningAsync();
        await stop.Reached;
        await scene.KillAsync();
        stop.Drop();
    }

    private static async Task InTransactionAsync(FaultScene scene, int skip, bool rollBack)
    {
        var stop = scene.Gate.StopRequest(FaultScene.PageStore, skip);
        await scene.EnsureRunningAsync();
        await stop.Reached;
        // The last thing that the transaction does is to move the cursor, which is in this row.
        await KillWaitingAsync(scene, "SELECT FROM user_channels", rollBack, () =>
        {
            stop.Release();
            return Task.CompletedTask;
        });
    }

    private static async Task CommittedAsync(FaultScene scene, int skip, bool rollBack)
    {
        var stop = scene.Gate.StopAnswer(FaultScene.PageStore, skip);
        await scene.EnsureRunningAsync();
        await stop.Reached;
        await scene.KillAsync();
        stop.Drop();
    }

    private static async Task KillTakeoverAsync(FaultScene scene, string taker, Moment moment, bool rollBack)
    {
        if (moment is Moment.InTransaction)
        {
            await KillWaitingAsync(scene, "SELECT FROM sessions", rollBack, () => scene.EnsureRunningAsync(taker));
            return;
        }
        var stop = moment is Moment.Fetched ? scene.Gate.StopRequest(FaultScene.LeaseTake) : scene.Gate.StopAnswer(FaultScene.LeaseTake);
        await scene.EnsureRunningAsync(taker);
        await stop.Reached;
        await scene.KillAsync();
        stop.Drop();
        Assert.Equal(moment is Moment.Committed, taker == (string)(await scene.ScalarAsync("SELECT holder FROM sessions"))!);
    }

    // Kills the worker while its transaction waits for a lock. Postgres has the whole transaction by then, so it goes on to
    // commit it for a client that is dead, unless its server process ends as well.
    private static async Task KillWaitingAsync(FaultScene scene, string locked, bool rollBack, Func<Task> beginAsync)
    {
        int serverProcess;
        await using (await scene.LockAsync(locked))
        {
            await beginAsync();
            serverProcess = await scene.SeeWaitingForLockAsync();
            await scene.KillAsync();
            if (rollBack)
                await scene.ScalarAsync($"SELECT pg_terminate_backend({serverProcess})");
        }
        await scene.SeeEndAsync(serverProcess);
    }

    private static async Task RecordAsync(Fault fault, FaultScene scene, int kills, Func<Task>? caughtUp = null)
    {
        var recovery = await Recovery.MeasureAsync(async () =>
        {
            await scene.EnsureRunningAsync();
            await (caughtUp ?? scene.SeeAllStoredAsync)();
        });
        await FaultTable.RecordAsync(fault, kills, await scene.FindAsync(), recovery);
    }

    private delegate Task Kill(FaultScene scene, int skip, bool rollBack);

    private enum Moment
    {
        Fetched,
        InTransaction,
        Committed,
    }
}
