using System.Diagnostics;
using TelegramParser.Harness.Postgres;
using TelegramParser.TelegramSimulator;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Soak;

/// <summary>Something breaks every minute or so; what and when is chosen by the seed.</summary>
/// <param name="telegram">The simulated Telegram.</param>
/// <param name="postgres">The database server.</param>
/// <param name="pidOf">Process id of a user's worker, null when none runs.</param>
/// <param name="seed">Of all choices.</param>
internal sealed class FaultSchedule(Simulator telegram, PostgresCluster postgres, Func<string, int?> pidOf, int seed)
{
    private const int LeastPause = 30;
    private const int MostPause = 90;
    private static readonly TimeSpan DatabaseAway = TimeSpan.FromSeconds(4);

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How often each fault happened.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The fault that happened last; empty before the first.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Goes on until it is cancelled; a fault that has begun is ended first.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.Next(LeastPause, MostPause)), ct);
            var name = await BreakAsync();
            Last = name;
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
        }
    }

    private async Task<string> BreakAsync()
    {
        var user = SoakPeople.All[_random.Next(SoakPeople.All.Count)];
        switch (_random.Next(8))
        {
            case 0 or 1:
                KillWorker(SoakPeople.All[_random.Next(1, SoakPeople.All.Count)]);
                return "kill_worker";
            case 2:
                telegram.DropConnections();
                return "drop_connections";
            case 3:
                await postgres.StopAsync();
                await Task.Delay(DatabaseAway);
                await postgres.RestartAsync();
                return "stop_postgres";
            case 4:
                await postgres.KillAsync();
                await postgres.RestartAsync();
                return "kill_postgres";
            case 5:
                telegram.World.Faults.AddFloodWait("messages.getHistory", seconds: 70, SoakPeople.PhoneOf(user));
                return "flood_wait";
            case 6:
                telegram.World.Faults.Add(new Fault { Seconds = 30, DelayMilliseconds = 500 });
                return "slow_telegram";
            default:
                telegram.World.Faults.Add(new Fault { Method = "messages.getHistory", Code = 500, Error = "INTERNAL", Times = 20 });
                return "telegram_500";
        }
    }

    private void KillWorker(string user)
    {
        if (pidOf(user) is not { } pid)
            return;
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended already and is not started again yet.
        }
    }
}
