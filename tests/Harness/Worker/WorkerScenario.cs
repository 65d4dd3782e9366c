using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Harness.Worker;

/// <summary>A simulated Telegram, a database, and real workers on them.</summary>
public sealed class WorkerScenario : IAsyncDisposable
{
    // The simulator's, of accounts that name no other.
    private const string Code = "12345";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgp-worker-");
    private readonly List<WorkerProcess> _workers = [];

    private WorkerScenario(SimulatorHost telegram, string database)
    {
        Telegram = telegram;
        ConnectionString = database;
        Database = NpgsqlDataSource.Create(database);
    }

    /// <summary>The simulator.</summary>
    public SimulatorHost Telegram { get; }

    /// <summary>Connection string of the workers' database.</summary>
    public string ConnectionString { get; }

    /// <summary>The workers' database.</summary>
    public NpgsqlDataSource Database { get; }

    public static async Task<WorkerScenario> StartAsync(
        PostgresCluster cluster, SimulatedWorld? world = null, Func<SimulatorOptions, SimulatorOptions>? adjust = null)
    {
        var telegram = await SimulatorHost.StartAsync(world ?? EmptyWorld(), adjust);
        return new WorkerScenario(telegram, await cluster.CreateDatabaseAsync());
    }

    /// <summary>Two accounts and no channel.</summary>
    public static SimulatedWorld EmptyWorld()
    {
        var world = new SimulatedWorld(TimeProvider.System);
        world.Add(new Account { Phone = "+15550000001", User = new User { Id = 1001, FirstName = "Alice", Username = "alice_reads" } });
        world.Add(new Account { Phone = "+15550000002", User = new User { Id = 1002, FirstName = "Bob" } });
        return world;
    }

    /// <summary>A channel of a number of plain posts.</summary>
    public Channel AddChannel(string username, int posts)
    {
        var channel = Telegram.World.Add(new ChannelInfo { Id = 1600000000 + username.Length * 1000 + Telegram.World.Channels.Count, Title = username, Username = username });
        for (var i = 0; i < posts; i++)
            channel.Load(new Post { Text = $"{username} {i}" });
        return channel;
    }

    /// <summary>A supergroup of which accounts are members.</summary>
    public Channel AddGroup(string username, params long[] members)
    {
        var group = Telegram.World.Add(new ChannelInfo { Id = 1700000000 + Telegram.World.Channels.Count, Title = username, Username = username, IsGroup = true });
        foreach (var member in members)
            group.Join(member);
        return group;
    }

    public static SubscriptionSettings Subscription(string name, string channel, int? backfill = 100000) =>
        new() { Name = name, Channel = channel, Backfill = backfill is { } limit ? new BackfillSpec { Limit = limit } : null };

    public WorkerSettings Settings(string user, params SubscriptionSettings[] subscriptions) => new()
    {
        Installation = "test",
        Namespace = "default",
        Name = user,
        Schedule = new ScheduleSpec { Interval = "31d" },
        Proxy = new ProxySettings(ProxyType.Mtproto, "127.0.0.1", Telegram.Port),
        Subscriptions = subscriptions,
    };

    /// <summary>Starts a worker.</summary>
    public async Task<WorkerProcess> StartWorkerAsync(WorkerSettings settings, Func<WorkerOptions, WorkerOptions>? adjust = null)
    {
        var options = new WorkerOptions
        {
            Settings = settings,
            Database = ConnectionString,
            TdJson = SimulatorHost.TdJsonPath,
            ProxySecret = Telegram.Register($"{settings.Name}-{_workers.Count}"),
            Folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, settings.Name)).FullName,
        };
        var worker = await WorkerProcess.StartAsync(adjust?.Invoke(options) ?? options);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Starts a worker and logs its account in by a code.</summary>
    public async Task<WorkerProcess> StartLoggedInAsync(WorkerSettings settings, string phone = "+15550000001", Func<WorkerOptions, WorkerOptions>? adjust = null)
    {
        var worker = await StartWorkerAsync(settings, adjust);
        await LogInAsync(worker, phone);
        return worker;
    }

    /// <summary>Logs in by a code.</summary>
    public static async Task LogInAsync(WorkerProcess worker, string phone)
    {
        KnownSecrets.AddPhone(phone);
        KnownSecrets.Add("a login code", Code);
        await SeeStateAsync(worker, SessionState.WaitingForLogin);
        await worker.PostAsync<LoginStatus>(ControlPaths.LoginPhone, new LoginPhone(phone));
        await SeeStateAsync(worker, SessionState.WaitingForCode);
        await worker.PostAsync<LoginStatus>(ControlPaths.LoginCode, new LoginCode(Code));
        await SeeReadyAsync(worker);
    }

    /// <summary>Sends the code of a login after another session has ended; how it ends is the test's to see.</summary>
    public static async Task LogInAgainAsync(WorkerProcess worker, string phone)
    {
        // The board shows why the last session ended until a login has begun; the fresh client may take a moment.
        await Eventually.SeeAsync(async () =>
        {
            try
            {
                await worker.PostAsync<LoginStatus>(ControlPaths.LoginPhone, new LoginPhone(phone));
                return true;
            }
            catch (WorkerRefusedException e) when (e.Status is 409 or 503)
            {
                return false;
            }
        });
        await SeeStateAsync(worker, SessionState.WaitingForCode);
        await worker.PostAsync<LoginStatus>(ControlPaths.LoginCode, new LoginCode(Code));
    }

    /// <summary>Waits until the worker can parse.</summary>
    public static Task SeeReadyAsync(WorkerProcess worker) => SeeStateAsync(worker, SessionState.Ready);

    public static Task<LoginStatus> SeeStateAsync(WorkerProcess worker, SessionState state) =>
        Eventually.SeeAsync(() => worker.GetAsync<LoginStatus>(ControlPaths.Login), s => s.State == state);

    /// <summary>Parses, waiting first for parses that run already, so that the report is of this parse alone.</summary>
    public static async Task<ParseReport> ParseAsync(WorkerProcess worker)
    {
        await Eventually.SeeAsync(() => worker.GetAsync<WorkerStatus>(ControlPaths.Status), s => s.Session == SessionState.Ready && s.Parsing.Count == 0);
        return await worker.ParseAsync();
    }

    /// <summary>Waits until the parses that a start or a change of settings has brought about are over.</summary>
    public async Task SeeParsedAsync(int subscriptions)
    {
        await Eventually.SeeAsync(
            async () => (string)(await ScalarAsync(
                """
                SELECT count(*) FILTER (WHERE last_success_at IS NOT NULL) || ' parsed ' || coalesce(string_agg(name || ': ' || message, '; '), '')
                FROM subscriptions WHERE active
                """))!,
            seen => seen.StartsWith($"{subscriptions} parsed", StringComparison.Ordinal));
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await Database.DisposeAsync();
        await Telegram.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
