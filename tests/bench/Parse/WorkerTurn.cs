using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness;
using TelegramParser.Harness.Memory;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;

namespace TelegramParser.Bench.Parse;

/// <summary>What one worker did.</summary>
/// <param name="PostsPerSecond">Posts read and stored.</param>
/// <param name="PssMb">Memory right after that.</param>
/// <param name="PeakMb">The most memory that it ever held, what it shares with others not divided.</param>
/// <param name="RestPssMb">The least memory in the minutes after it.</param>
/// <param name="IdlePssMb">Memory logged in, before it read anything.</param>
/// <param name="StartToReadyMs">From the start of the process to a session that can parse.</param>
/// <param name="StatusMedianMs">Time in which the worker told its status while it parsed.</param>
/// <param name="StatusMaxMs">The longest of these times.</param>
/// <param name="WorkerCpu">Processor time of the worker a post, µs.</param>
/// <param name="PostgresCpu">Processor time of Postgres a post, µs.</param>
/// <param name="SimulatorCpu">Processor time of the simulator (and this program) a post, µs.</param>
/// <param name="HistoryCalls">Requests for history that reached the server, a thousand posts.</param>
/// <param name="SessionMb">Size of the session folder in the end.</param>
internal sealed record WorkerFigures(
    double PostsPerSecond, double PssMb, double PeakMb, double RestPssMb, double IdlePssMb, double StartToReadyMs, double StatusMedianMs, double StatusMaxMs,
    double WorkerCpu, double PostgresCpu, double SimulatorCpu, double HistoryCalls, double SessionMb)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"worker posts_per_s={PostsPerSecond:F0} pss_mb={PssMb:F0} peak_mb={PeakMb:F0} rest_pss_mb={RestPssMb:F0} idle_pss_mb={IdlePssMb:F0} ready_ms={StartToReadyMs:F0} cpu_us worker={WorkerCpu:F0} postgres={PostgresCpu:F0} simulator={SimulatorCpu:F0} history_calls={HistoryCalls:F1} session_mb={SessionMb:F0}");
}

/// <summary>One worker reads and stores every post of the simulator, from an empty database.</summary>
internal static class WorkerTurn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static async Task<WorkerFigures> RunAsync(SimulatorHost telegram, string database, int posts, TimeSpan rest, MemoryGroup? memory)
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
            Enrichment = true,
            Memory = memory,
        };
        await using (var first = await WorkerProcess.StartAsync(options))
            await LogInAsync(first, telegram.World.Accounts[0].Phone);
        var clock = Stopwatch.StartNew();
        await using var worker = await WorkerProcess.StartAsync(options);
        await SeeAsync(worker, SessionState.Ready);
        var startToReady = clock.Elapsed;
        var idle = ProcessStat.PssMegabytes(worker.Pid);

        await using var source = NpgsqlDataSource.Create(database);
        var postgres = await PostmasterAsync(source);
        var expected = telegram.World.Channels.Sum(c => (long)c.Posts.Count);
        double[] Cpu() =>
        [
            ProcessFigures.CpuSeconds(worker.Pid), ProcessFigures.TreeCpuSeconds(postgres),
            ProcessFigures.CpuSeconds(Environment.ProcessId),
        ];
        telegram.World.Calls.Clear();
        var before = Cpu();
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
        var status = new List<double>();
        await Eventually.SeeAsync(async () =>
        {
            var asked = Stopwatch.GetTimestamp();
            await worker.GetAsync<WorkerStatus>(ControlPaths.Status);
            status.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            return await CountAsync(source);
        }, count => count >= expected, Patience);
        var seconds = clock.Elapsed.TotalSeconds;
        var cpu = Cpu().Zip(before, (now, then) => (now - then) * 1e6 / expected).ToList();
        var pss = ProcessStat.PssMegabytes(worker.Pid);
        var calls = telegram.World.Calls.Of("messages.getHistory", "worker").Count * 1000.0 / expected;
        var session = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1048576.0;
        var peak = ProcessStat.Megabytes(worker.Pid, "VmHWM");
        var restPss = await LeastPssMbAsync(worker.Pid, rest);
        folder.Delete(recursive: true);
        status.Sort();
        return new WorkerFigures(
            expected / seconds, pss, peak, restPss, idle, startToReady.TotalMilliseconds, status[status.Count / 2], status[^1], cpu[0], cpu[1], cpu[2], calls, session);
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

    private static async Task<double> LeastPssMbAsync(int pid, TimeSpan time)
    {
        var least = ProcessStat.PssMegabytes(pid);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; await Task.Delay(TimeSpan.FromSeconds(1)))
            least = Math.Min(least, ProcessStat.PssMegabytes(pid));
        return least;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT coalesce(sum(posts_total), 0)::bigint FROM user_channels");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> PostmasterAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT pg_backend_pid()");
        return ProcessFigures.Parent((int)(await command.ExecuteScalarAsync())!);
    }
}
