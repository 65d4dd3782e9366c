using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Charts;

/// <summary>Numbers of posts of consecutive days of UTC, the last of which is today.</summary>
internal sealed record PostsPerDay(DateOnly First, IReadOnlyList<long> Counts)
{
    /// <summary>How many days the pages show.</summary>
    public const int Days = 14;

    public long Total => Counts.Sum();

    /// <summary>The first of the days shown.</summary>
    public static DateOnly FirstDay(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - Days);

    /// <summary>The days of all rows, added up; those without a row are empty.</summary>
    public static PostsPerDay Of(DateOnly first, IEnumerable<DailyPosts> rows)
    {
        var counts = new long[Days];
        foreach (var row in rows)
            counts[row.Day.DayNumber - first.DayNumber] += row.Posts;
        return new PostsPerDay(first, counts);
    }
}
