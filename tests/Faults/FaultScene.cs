using System.Diagnostics;
using System.Net;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.Storage.Roles;
using TelegramParser.TelegramSimulator;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.FaultTests;

/// <summary>
/// One user who reads one channel on schedule: a simulated Telegram, a database behind a gate, and the worker that is to be
/// disturbed. Nobody gives it a command after the login, so whatever it recovers from, it recovers by itself.
/// </summary>
internal sealed class FaultScene : IAsyncDisposable
{
    /// <summary>What tells a page's transaction from others.</summary>
    public const string PageStore = "INSERT INTO posts";

    /// <summary>What tells the taking of a lease from other statements.</summary>
    public const string LeaseTake = "INSERT INTO sessions";

    private const string Phone = "+15550000001";

    // The database, the simulator and a busy machine together; nothing waits for it on success.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly WorkerScenario _scenario;
    private readonly SubscriptionSettings _subscription;
    private bool _loggedIn;

    private FaultScene(WorkerScenario scenario, NetworkNamespace? network, int history)
    {
        _scenario = scenario;
        Network = network;
        Gate = PostgresGate.Open(scenario.ConnectionString);
        Channel = scenario.AddChannel("harbour_news", history);
        _subscription = WorkerScenario.Subscription("harbour", "@harbour_news", backfill: 1_000_000);
    }

    /// <summary>What every worker of this scene has between itself and Postgres.</summary>
    public PostgresGate Gate { get; private set; }

    /// <summary>The channel that is read.</summary>
    public Channel Channel { get; }

    /// <summary>The network that can be cut.</summary>
    public NetworkNamespace? Network { get; }

    /// <summary>The simulated Telegram's content.</summary>
    public SimulatedWorld World => _scenario.Telegram.World;

    /// <summary>The simulated Telegram itself.</summary>
    public Simulator Telegram => _scenario.Telegram.Simulator;

    /// <summary>The worker that was started last.</summary>
    public WorkerProcess Worker { get; private set; } = null!;

    /// <summary>The role of workers that are started from now on; a superuser at first.</summary>
    public string DatabaseRole { get; set; } = "postgres";

    /// <summary>The password that they are given; none when null.</summary>
    public string? DatabasePassword { get; set; }

    /// <summary>Whether the last worker was killed and none started since.</summary>
    private bool IsKilled { get; set; } = true;

    /// <summary>Sets the scene; no worker runs yet.</summary>
    /// <param name="cluster">The server.</param>
    /// <param name="history">Posts that the channel has from the beginning.</param>
    /// <param name="network">Where the worker runs, if its network is to be cut.</param>
    public static async Task<FaultScene> SetAsync(PostgresCluster cluster, int history, NetworkNamespace? network = null) =>
        new(await WorkerScenario.StartAsync(cluster, adjust: o => o with { Listen = IPAddress.Any }), network, history);

    /// <summary>Sets the scene with a worker that is logged in and has read all there is.</summary>
    public static async Task<FaultScene> SetReadAsync(PostgresCluster cluster, int history, NetworkNamespace? network = null)
    {
        var scene = await SetAsync(cluster, history, network);
        await scene.EnsureRunningAsync();
        await scene.SeeAllStoredAsync();
        return scene;
    }

    /// <summary>Starts the worker when none runs. Only the first one is logged in; later ones find the session in its folder.</summary>
    /// <param name="podUid">Who it is to the lease.</param>
    /// <param name="change">What else it is given.</param>
    public async Task EnsureRunningAsync(string podUid = "pod-1", Func<WorkerOptions, WorkerOptions>? change = null)
    {
        if (!IsKilled)
            return;
        Worker = await StartAsync(o => (change ?? (same => same))(o with { PodUid = podUid, Network = Network }));
        IsKilled = false;
        if (_loggedIn)
            return;
        await WorkerScenario.LogInAsync(Worker, Phone);
        _loggedIn = true;
    }

    /// <summary>Starts one more worker of the same user, outside the network that can be cut.</summary>
    /// <param name="podUid">Who it is to the lease.</param>
    /// <param name="folder">Its folder; the first worker's when null.</param>
    /// <param name="clock">The wall clock that it sees; the machine's when null.</param>
    public Task<WorkerProcess> StartAnotherAsync(string podUid, string? folder = null, WallClock? clock = null) =>
        StartAsync(o => o with { PodUid = podUid, Folder = folder ?? o.Folder, Clock = clock });

    /// <summary>Copies the worker's folder as it is, session and all (<c>cp -a</c>), as a volume that is attached twice has it.</summary>
    /// <returns>The copy.</returns>
    public string CopyFolder()
    {
        var copy = Worker.Folder + "-copy";
        using var cp = Process.Start("cp", ["-a", Worker.Folder, copy]);
        cp.WaitForExit();
        Assert.Equal(0, cp.ExitCode);
        return copy;
    }

    /// <summary>Kills the worker with SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Worker.KillAsync();
        IsKilled = true;
    }

    /// <summary>Publishes posts, each with a link.</summary>
    public void Publish(int posts)
    {
        for (var i = 0; i < posts; i++)
        {
            const string link = "https://example.org/ships";
            Channel.Publish(new Post
            {
                Text = $"{link} post {Channel.LastPostId + 1}",
                Entities = [new TextEntity(EntityKind.Url, 0, link.Length)],
            });
        }
    }

    /// <summary>Makes the simulator slow, so that reading takes a while.</summary>
    public void SlowDown(int milliseconds) =>
        World.Faults.Add(new Fault { Method = "messages.getHistory", DelayMilliseconds = milliseconds });

    /// <summary>Publishes posts and waits until the worker is in the middle of reading them.</summary>
    public async Task SeeReadingAsync()
    {
        const int posts = 2_000;
        SlowDown(milliseconds: 50);
        Publish(posts);
        await SeeStoredAsync(Channel.Posts.Count - (posts * 4 / 5));
    }

    /// <summary>Waits until another worker has the session; what counts from now on is that one.</summary>
    public async Task SeeTakeoverAsync(WorkerProcess other)
    {
        await Eventually.SeeAsync(() => other.GetAsync<LoginStatus>(ControlPaths.Login), s => s.State == SessionState.Ready, Patience);
        Worker = other;
    }

    /// <summary>Waits until a worker prints a line.</summary>
    public static Task SeeLineAsync(WorkerProcess worker, string text) => Eventually.SeeAsync(
        () => Task.FromResult(worker.Lines.Any(line => line.Contains(text, StringComparison.Ordinal))), Patience);

    /// <summary>Waits until the subscription's condition has one of some reasons.</summary>
    public Task SeeReasonAsync(params string[] reasons) => Eventually.SeeAsync(
        async () => await ScalarAsync("SELECT reason FROM subscriptions") as string ?? "", reason => reasons.Contains(reason, StringComparer.Ordinal), Patience);

    /// <summary>Waits until the session has ended for a reason.</summary>
    public Task SeeSessionEndAsync(string reason) => Eventually.SeeAsync(
        async () => await ScalarAsync("SELECT end_reason FROM sessions") as string ?? "", told => told == reason, Patience);

    /// <summary>Does what the person does whom the condition asks to log in.</summary>
    public Task LogInAgainAsync() => WorkerScenario.LogInAgainAsync(Worker, Phone);

    /// <summary>Ends all sessions of the account.</summary>
    public void EndSessions(string error, int code) => Telegram.RevokeSessions(Phone, error, code);

    /// <summary>Closes the address at which workers reach Postgres; running ones find none.</summary>
    public async Task CloseDatabaseAddressAsync()
    {
        Network?.MovePostgres(to: null);
        await Gate.DisposeAsync();
    }

    /// <summary>
    /// Opens another address after <see cref="CloseDatabaseAddressAsync"/>: in a network of their own workers find it by its name, elsewhere it is
    /// for those that are started from now on.
    /// </summary>
    public void OpenDatabaseAddress()
    {
        if (Network is null)
        {
            Gate = PostgresGate.Open(_scenario.ConnectionString);
            return;
        }
        Gate = PostgresGate.Open(_scenario.ConnectionString, new IPEndPoint(Network.Telegram.Outside, Gate.Port));
        Network.MovePostgres(Network.Telegram.Outside);
    }

    /// <summary>Makes a role with what workers need, and no more, for those that are started from now on; one that exists gets the password.</summary>
    public async Task UseWorkerRoleAsync(string? password = null)
    {
        (DatabaseRole, DatabasePassword) = ("a_worker", password);
        var roles = new RoleStore(_scenario.Database);
        await roles.EnsureLoginAsync(WithRole(_scenario.ConnectionString), default);
        await roles.GrantAsync(
            new Dictionary<string, IReadOnlyCollection<Storage.Roles.DatabaseRole>>(StringComparer.Ordinal) { [DatabaseRole] = [Storage.Roles.DatabaseRole.Worker] },
            default);
    }

    /// <summary>An MTProto secret that the simulated Telegram takes.</summary>
    public string NewProxySecret() => _scenario.Telegram.Register("rotated");

    /// <summary>How many parses of the last worker have failed.</summary>
    public int FailedParses => Worker.Lines.Count(line => line.Contains("status=failed", StringComparison.Ordinal));

    /// <summary>Waits until a parse has failed.</summary>
    /// <param name="before">How many had failed before.</param>
    public Task SeeFailedParseAsync(int before = 0) => Eventually.SeeAsync(() => Task.FromResult(FailedParses), failed => failed > before, Patience);

    /// <summary>How many parses of the last worker have ended.</summary>
    public int EndedParses => Worker.Lines.Count(line => line.Contains(" trigger=schedule ", StringComparison.Ordinal));

    /// <summary>Waits until every post that the server has is stored.</summary>
    public Task SeeAllStoredAsync() => SeeStoredAsync(Channel.Posts.Count);

    /// <summary>Waits until so many posts are stored.</summary>
    public Task SeeStoredAsync(int posts) => Eventually.SeeAsync(StoredAsync, count => count >= posts, Patience);

    /// <summary>Makes it time to read the stored posts again.</summary>
    public Task MakeRefreshDueAsync() => ScalarAsync("UPDATE user_channels SET refreshed_at = now() - interval '1 day'");

    /// <summary>Waits until all stored posts have been read again.</summary>
    public Task SeeRefreshedAsync() => Eventually.SeeAsync(
        async () => (bool)(await ScalarAsync("SELECT refreshed_at > now() - interval '1 hour' FROM user_channels"))!, Patience);

    /// <summary>How many posts are stored.</summary>
    public async Task<long> StoredAsync() => (long)(await ScalarAsync("SELECT count(*) FROM posts"))!;

    /// <summary>Ends the lease now, so that no test waits 90 s for it.</summary>
    public Task ExpireLeaseAsync() => ScalarAsync("UPDATE sessions SET expires_at = clock_timestamp()");

    /// <summary>Locks what a statement selects, until the result is disposed.</summary>
    public async Task<NpgsqlConnection> LockAsync(string select)
    {
        var connection = await _scenario.Database.OpenConnectionAsync();
        await using var begin = new NpgsqlCommand($"BEGIN; {select} FOR UPDATE", connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until a worker's transaction waits for a lock.</summary>
    /// <returns>Process id of its server process.</returns>
    public async Task<int> SeeWaitingForLockAsync() => (int)(await Eventually.SeeAsync(
        () => ScalarAsync("SELECT pid FROM pg_stat_activity WHERE application_name = 'tgparser-worker' AND wait_event_type = 'Lock'"),
        pid => pid is not null))!;

    /// <summary>Waits until a server process has ended, its transaction with it.</summary>
    public Task SeeEndAsync(int serverProcess) => Eventually.SeeAsync(
        () => ScalarAsync($"SELECT pid FROM pg_stat_activity WHERE pid = {serverProcess}"), pid => pid is null);

    /// <summary>Drops connections to a server that was stopped meanwhile.</summary>
    public void ForgetConnections() => _scenario.Database.Clear();

    public Task<object?> ScalarAsync(string sql) => _scenario.ScalarAsync(sql);

    /// <summary>Compares what is stored with what the server has, and looks how the workers shared the session.</summary>
    /// <param name="tolerated">How long two workers may be live at once; not at all when zero.</param>
    /// <param name="logins">How often a person has logged in.</param>
    public async Task<Findings> FindAsync(TimeSpan tolerated = default, int logins = 1)
    {
        // Ready again, with no login but those.
        await WorkerScenario.SeeReadyAsync(Worker);
        Assert.Equal(logins, World.Calls.Of("auth.signIn").Count());
        var overlaps = World.Clients.Overlaps.Where(overlap => tolerated == default || overlap.Duration > tolerated);
        return await Findings.OfAsync(_scenario.Database, Channel, overlaps);
    }

    public async ValueTask DisposeAsync()
    {
        await _scenario.DisposeAsync();
        await Gate.DisposeAsync();
        if (Network is not null)
            await Network.DisposeAsync();
    }

    private string WithRole(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = DatabaseRole, Password = DatabasePassword }.ConnectionString;

    private Task<WorkerProcess> StartAsync(Func<WorkerOptions, WorkerOptions> adjust) => _scenario.StartWorkerAsync(
        _scenario.Settings("alice", _subscription) with { Schedule = new ScheduleSpec { Interval = "10s" } },
        options =>
        {
            var adjusted = adjust(options);
            return adjusted.Network is not { } network
                ? adjusted with { Database = WithRole(Gate.ConnectionString()) }
                : adjusted with
                {
                    Database = Gate.ConnectionString(NetworkNamespace.PostgresHost),
                    Settings = adjusted.Settings with
                    {
                        Proxy = new ProxySettings(ProxyType.Mtproto, $"{network.Telegram.Outside}", _scenario.Telegram.Port),
                    },
                };
        });
}
