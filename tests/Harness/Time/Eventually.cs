using System.Diagnostics;

namespace TelegramParser.Harness.Time;

/// <summary>Waits for a condition of a real part, and says what was so when it never came true.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the condition holds.</summary>
    /// <param name="look">Reads the state.</param>
    /// <param name="condition">What must become true of it.</param>
    /// <param name="within">Fails the test after this time; generous, since nothing waits for it on success.</param>
    /// <returns>The state that fulfilled the condition.</returns>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> condition, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(60);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var state = await look();
            if (condition(state))
                return state;
            if (clock.Elapsed > limit)
                throw new TimeoutException($"Not so within {limit.TotalSeconds:F0} s. Last seen: {state}");
            await Task.Delay(LookEvery);
        }
    }

    /// <summary>Polls until the condition holds.</summary>
    public static Task SeeAsync(Func<Task<bool>> condition, TimeSpan? within = null) => SeeAsync(condition, c => c, within);
}
