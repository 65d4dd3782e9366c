using TelegramParser.Contracts.Resources;

namespace TelegramParser.Contracts.Scheduling;

/// <summary>How stored posts are kept up to date: those of the last <paramref name="Window"/>, every <paramref name="Interval"/>.</summary>
/// <param name="Window">How far back posts are read again; zero for not at all.</param>
/// <param name="Interval">Time between the starts of two rounds.</param>
public sealed record RefreshPolicy(TimeSpan Window, TimeSpan Interval)
{
    /// <summary>Shortest window, but for zero.</summary>
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromHours(1);

    /// <summary>Longest window.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(365);

    /// <summary>Shortest interval: a round costs one history call for every 100 posts of the window.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(15);

    /// <summary>Longest interval.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(31);

    /// <summary>Posts of 3 days, every hour: what a subscription without a <c>refresh</c> gets.</summary>
    public static RefreshPolicy Default { get; } = new(TimeSpan.FromDays(3), TimeSpan.FromHours(1));

    /// <summary>Whether anything is read again.</summary>
    public bool IsOn => Window > TimeSpan.Zero;

    /// <summary>Reads a spec; what it leaves out is as in <see cref="Default"/>.</summary>
    /// <exception cref="ScheduleException">A value is no duration or out of range.</exception>
    public static RefreshPolicy Parse(RefreshSpec? spec)
    {
        var window = Read("window", spec?.Window, Default.Window);
        if (window != TimeSpan.Zero && (window < ShortestWindow || window > LongestWindow))
            throw new ScheduleException($"refresh.window '{spec!.Window}' is out of range. Give 1h to 365d, or 0s to read nothing again.");
        var interval = Read("interval", spec?.Interval, Default.Interval);
        if (interval < ShortestInterval || interval > LongestInterval)
            throw new ScheduleException($"refresh.interval '{spec!.Interval}' is out of range. The shortest is 15m, the longest 31d.");
        return new RefreshPolicy(window, interval);
    }

    private static TimeSpan Read(string field, string? text, TimeSpan otherwise)
    {
        if (text is null)
            return otherwise;
        return Duration.TryParse(text, out var duration)
            ? duration
            : throw new ScheduleException($"refresh.{field} '{text}' is not a duration. Write it as 15m, 1h30m or 3d.");
    }
}
