using System.Globalization;
using TelegramParser.Harness;
using TelegramParser.Harness.Memory;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Telethon;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.Bench.Parse;

/// <summary>
/// One worker beside Telethon, in turns, on the same simulator and the same Postgres, which is durable for both. The
/// worker runs as it is shipped, but for Telegram's rate limits; Telethon is spared its own pauses as well.
/// </summary>
internal static class ParseBench
{
    private const int Channels = 10;

    /// <summary>Runs it and tells the medians of the turns in one line.</summary>
    /// <param name="posts">Posts of all channels together.</param>
    /// <param name="turns">Turns that each of the two gets.</param>
    /// <param name="rest">How long each worker is watched when it has ended.</param>
    /// <param name="memoryMb">What a worker may have, as the limit of a pod says; 0: whatever there is.</param>
    public static async Task<string> RunAsync(int posts, int turns, TimeSpan rest, int memoryMb)
    {
        await using var memory = memoryMb > 0 ? MemoryGroup.Create(memoryMb) : null;
        using var schema = await TelethonSchema.CreateAsync();
        var world = WorldGenerator.Create(TimeProvider.System, Channels, posts / Channels, accounts: 2);
        await using var telegram = await SimulatorHost.StartAsync(world, o => o with { Schemas = [SchemaFiles.Locate(), schema.Path] });
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        var workers = new List<WorkerFigures>();
        var telethons = new List<TelethonFigures>();
        for (var turn = 1; turn <= turns; turn++)
        {
            workers.Add(await WorkerTurn.RunAsync(telegram, await postgres.CreateDatabaseAsync(), posts, rest, memory));
            Console.WriteLine($"turn {turn}: {workers[^1]}");
            telethons.Add(await TelethonTurn.RunAsync(telegram, await postgres.CreateEmptyDatabaseAsync(), schema, posts));
            Console.WriteLine($"turn {turn}: {telethons[^1]}");
        }
        double Worker(Func<WorkerFigures, double> figure) => Median.Of(workers.Select(figure));
        double Telethon(Func<TelethonFigures, double> figure) => Median.Of(telethons.Select(figure));
        var rate = Worker(w => w.PostsPerSecond);
        var stored = Telethon(t => t.StoredPerSecond);
        return string.Create(CultureInfo.InvariantCulture,
            $"worker_posts_per_s={rate:F0} telethon_posts_per_s={stored:F0} ratio={rate / stored:F1} telethon_fetch_per_s={Telethon(t => t.FetchedPerSecond):F0} worker_pss_mb={Worker(w => w.PssMb):F0} worker_peak_mb={Worker(w => w.PeakMb):F0} telethon_pss_mb={Telethon(t => t.PssMb):F0} start_to_ready_ms={Worker(w => w.StartToReadyMs):F0} worker_idle_pss_mb={Worker(w => w.IdlePssMb):F0} worker_rest_pss_mb={Worker(w => w.RestPssMb):F0} status_median_ms={Worker(w => w.StatusMedianMs):F0} status_max_ms={Worker(w => w.StatusMaxMs):F0} worker_cpu_us={Worker(w => w.WorkerCpu):F0} postgres_cpu_us={Worker(w => w.PostgresCpu):F0} simulator_cpu_us={Worker(w => w.SimulatorCpu):F0} history_calls_per_1000={Worker(w => w.HistoryCalls):F1} session_mb={Worker(w => w.SessionMb):F0}");
    }
}
