namespace TelegramParser.Harness.Time;

/// <summary>
/// A limit on what another program does by itself, on a machine that may be overloaded. Time passes in short turns: one that comes late
/// counts as one, as a timer of the other program comes late then, too. With a processor free, it is the wall clock's.
/// </summary>
public static class Turns
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits for the end of a task.</summary>
    /// <exception cref="TimeoutException">The turns are over.</exception>
    public static async Task EndsWithinAsync(Task task, TimeSpan limit)
    {
        for (var passed = TimeSpan.Zero; passed < limit && !task.IsCompleted; passed += Turn)
            await Task.WhenAny(task, Task.Delay(Turn));
        if (!task.IsCompleted)
            throw new TimeoutException($"It has not ended within {limit.TotalSeconds:F1} s of turns.");
        await task;
    }
}
