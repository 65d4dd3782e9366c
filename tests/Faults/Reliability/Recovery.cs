using System.Diagnostics;

namespace TelegramParser.FaultTests.Reliability;

/// <summary>Measures how long a worker takes from the end of a fault until it has caught up.</summary>
internal static class Recovery
{
    public static async Task<TimeSpan> MeasureAsync(Func<Task> caughtUp)
    {
        var clock = Stopwatch.StartNew();
        await caughtUp();
        return clock.Elapsed;
    }
}
