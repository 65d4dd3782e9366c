using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Telethon;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Parse;

/// <summary>
/// One worker beside Telethon, in turns, on the same simulator and the same Postgres. The worker runs as it is shipped,
/// but for Telegram's rate limits.
/// </summary>
internal static class ParseBench
{
    private const int Channels = 10;

    // Telethon's way of storing takes minutes for what is fetched in seconds; its rate does not depend on the number.
    private const int TelethonStores = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Runs it and tells the figures in one line.</summary>
    public static async Task<string> RunAsync(int posts)
    {
        using var schema = await TelethonSchema.CreateAsync();
        var world = WorldGenerator.Create(TimeProvider.System, Channels, posts / Channels, accounts: 2);
        await using var telegram = await SimulatorHost.StartAsync(world, o => o with { Schemas = [SchemaFiles.Locate(), schema.Path] });
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        var telethon = await TelethonAsync(telegram, postgres, schema, posts);
        var worker = await WorkerAsync(telegram, await postgres.CreateDatabaseAsync(), posts);
        return string.Create(CultureInfo.InvariantCulture,
            $"worker_posts_per_s={worker.Rate:F0} telethon_posts_per_s={telethon.StoreRate:F0} ratio={worker.Rate / telethon.StoreRate:F1} telethon_fetch_per_s={telethon.FetchRate:F0} worker_pss_mb={worker.PssMb:F0} worker_idle_pss_mb={worker.IdlePssMb:F0} telethon_pss_mb={telethon.PssMb:F0} start_to_ready_ms={worker.StartToReady.TotalMilliseconds:F0} status_median_ms={worker.StatusMedian.TotalMilliseconds:F0} status_max_ms={worker.StatusMax.TotalMilliseconds:F0}");
    }

    private static async Task<(double FetchRate, double StoreRate, double PssMb)> TelethonAsync(
        SimulatorHost telegram, PostgresCluster postgres, TelethonSchema schema, int posts)
    {
        var key = Path.Combine(schema.Folder, "key.pem");
        await File.WriteAllTextAsync(key, telegram.Simulator.PublicKeyPem);
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateEmptyDatabaseAsync());
        await using var python = SystemPython.Start(
            Path.Combine(Repository.Root, "tests/bench/Parse/old_parser.py"),
            [$"{telegram.Port}", key, telegram.World.Accounts[1].Phone, "12345",
                database.Host!, database.Database!, $"{posts}", $"{Math.Min(posts, TelethonStores)}", .. telegram.World.Channels.Select(c => c.Info.Username!)]);
        var figures = await python.ReadAsync(Patience);
        double Of(string name) => (double)figures[name]!;
        return (Of("fetched") / Of("fetch_seconds"), Of("stored") / Of("store_seconds"), Of("pss_kb") / 1024);
    }

    private static async Task<(double Rate, double PssMb, double IdlePssMb, TimeSpan StartToReady, TimeSpan StatusMax, TimeSpan StatusMedian)> WorkerAsync(
        SimulatorHost telegram, string database, int posts)
    {
        var folder = Directory.CreateTempSubdirectory("tgp-bench-");
        var options = new WorkerOptions
        {
            Settings = new WorkerSettings
            {
                Installation = "bench",
                Namespace = "default",
                Name = "bench",
                Schedule = new ScheduleSpec { Interval = "31d" },
                Proxy = new ProxySettings(ProxyType.Mtproto, "127.0.0.1", telegram.Port),
            },
            Database = database,
            TdJson = SimulatorHost.TdJsonPath,
            ProxySecret = telegram.Register("worker"),
            Folder = folder.FullName,
        };
        await using (var first = await WorkerProcess.StartAsync(options))
            await LogInAsync(first, telegram.World.Accounts[0].Phone);
        var clock = Stopwatch.StartNew();
        await using var worker = await WorkerProcess.StartAsync(options);
        await SeeAsync(worker, SessionState.Ready);
        var startToReady = clock.Elapsed;
        var idle = PssMb(worker.Pid);

        await using var source = NpgsqlDataSource.Create(database);
        clock.Restart();
        await worker.ReloadAsync(options.Settings with
        {
            Subscriptions = [.. telegram.World.Channels.Select((c, i) => new SubscriptionSettings
            {
                Name = $"channel-{i}",
                Channel = "@" + c.Info.Username,
                Backfill = new BackfillSpec { Limit = posts },
            })],
        });
        var expected = telegram.World.Channels.Sum(c => (long)c.Posts.Count);
        var status = new List<TimeSpan>();
        await Eventually.SeeAsync(async () =>
        {
            var asked = Stopwatch.GetTimestamp();
            await worker.GetAsync<WorkerStatus>(ControlPaths.Status);
            status.Add(Stopwatch.GetElapsedTime(asked));
            return await CountAsync(source);
        }, count => count >= expected, Patience);
        status.Sort();
        var rate = expected / clock.Elapsed.TotalSeconds;
        var pss = PssMb(worker.Pid);
        folder.Delete(recursive: true);
        return (rate, pss, idle, startToReady, status[^1], status[status.Count / 2]);
    }

    private static async Task LogInAsync(WorkerProcess worker, string phone)
    {
        await SeeAsync(worker, SessionState.WaitingForLogin);
        await worker.PostAsync<LoginStatus>(ControlPaths.LoginPhone, new LoginPhone(phone));
        await SeeAsync(worker, SessionState.WaitingForCode);
        await worker.PostAsync<LoginStatus>(ControlPaths.LoginCode, new LoginCode("12345"));
        await SeeAsync(worker, SessionState.Ready);
    }

    private static Task SeeAsync(WorkerProcess worker, SessionState state) =>
        Eventually.SeeAsync(() => worker.GetAsync<LoginStatus>(ControlPaths.Login), l => l.State == state);

    private static async Task<long> CountAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT coalesce(sum(posts_total), 0)::bigint FROM user_channels");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static double PssMb(int pid) =>
        File.ReadLines($"/proc/{pid}/smaps_rollup").Where(l => l.StartsWith("Pss:", StringComparison.Ordinal))
            .Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).Single() / 1024;
}
