using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TelegramParser.Harness.Postgres;

namespace TelegramParser.Bench.Idle;

/// <summary>
/// Many workers with nothing to do on one Postgres, each with its own connections and at the real interval: what their leases cost.
/// </summary>
internal static class IdleBench
{
    // Each worker renews every 30 s: three renewals of each.
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // The pools' connections of the start live 5 s.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it and tells the figures.</summary>
    public static async Task<string> RunAsync(int count, bool behindPgBouncer)
    {
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        var direct = await postgres.CreateDatabaseAsync();
        await using var bouncer = behindPgBouncer ? await PgBouncer.StartAsync(postgres) : null;
        var workers = await StartAsync(bouncer?.ConnectionString(direct) ?? direct, count);
        await using var monitor = NpgsqlDataSource.Create(direct);
        await Task.Delay(Settle);
        var connections = new List<long>();
        using var renewals = new RenewalLog();
        var cpu = postgres.CpuTime;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Measured)
        {
            connections.Add(await ConnectionsAsync(monitor));
            await Task.Delay(SampleEvery);
        }
        var seconds = clock.Elapsed.TotalSeconds;
        var cpuPercent = 100 * (postgres.CpuTime - cpu).TotalSeconds / seconds;
        var (durations, failures) = renewals.Read();
        failures += workers.Count(w => w.HasLost);
        await Parallel.ForEachAsync(workers, AFewAtOnce, async (worker, _) => await worker.DisposeAsync());
        return string.Create(CultureInfo.InvariantCulture,
            $"pgbouncer={(behindPgBouncer ? "yes" : "no")} renewals_per_s={durations.Count / seconds:F1} p50_ms={At(durations, 0.5):F1} p99_ms={At(durations, 0.99):F1} connections_max={connections.Max()} connections_mean={connections.Average():F1} postgres_cpu_percent={cpuPercent:F1} failures={failures}");
    }

    private static ParallelOptions AFewAtOnce => new() { MaxDegreeOfParallelism = 8 };

    // Evenly over the interval, as workers that were started at different times are.
    private static async Task<IReadOnlyList<IdleWorker>> StartAsync(string connectionString, int count)
    {
        var workers = new IdleWorker[count];
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), AFewAtOnce, async (number, ct) =>
        {
            var due = Interval * number / count - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due, ct);
            workers[number] = await IdleWorker.StartAsync(connectionString, number);
        });
        return workers;
    }

    private static async Task<long> ConnectionsAsync(NpgsqlDataSource monitor)
    {
        await using var command = monitor.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static double At(IReadOnlyList<double> sorted, double quantile) =>
        sorted.Count == 0 ? double.NaN : 1000 * sorted[(int)Math.Min(sorted.Count - 1, quantile * sorted.Count)];
}
