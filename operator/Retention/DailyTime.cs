using TelegramParser.Contracts.Scheduling;

namespace TelegramParser.Operator.Retention;

/// <summary>A time of the day, of UTC: always the same for a user, and another for each, so that not all come at once.</summary>
internal static class DailyTime
{
    /// <summary>The first such time after an instant.</summary>
    /// <param name="identity">What tells users apart.</param>
    /// <param name="after">The instant.</param>
    public static DateTimeOffset Next(string identity, DateTimeOffset after)
    {
        var midnight = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero);
        // Whole seconds: Postgres keeps no ticks.
        var shift = TimeSpan.FromSeconds(Math.Floor(Jitter.For(identity, TimeSpan.FromDays(1)).TotalSeconds));
        var today = midnight + shift;
        return today > after ? today : today.AddDays(1);
    }
}
