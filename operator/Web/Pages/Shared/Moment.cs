using System.Globalization;
using TelegramParser.Operator.Web.Pages.Texts;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>Points in time, in UTC, as people read them.</summary>
internal static class Moment
{
    /// <summary>How long ago or ahead it is; the exact time is its tooltip.</summary>
    public static Html Relative(PageTexts texts, DateTimeOffset? at, DateTimeOffset now) => at is not { } time
        ? Html.Of($"{texts.Moments.Never}")
        : Element(time, Exact(texts, time), time <= now ? texts.Moments.Ago(now - time) : texts.Moments.Ahead(time - now));

    /// <summary>Day and time, the year only when it is not this one.</summary>
    public static Html Written(PageTexts texts, DateTimeOffset at, DateTimeOffset now) => Element(at, Exact(texts, at), Plain(texts, at, now));

    /// <summary>Day and time where no element can stand.</summary>
    public static string Plain(PageTexts texts, DateTimeOffset at, DateTimeOffset now)
    {
        var day = Day(texts, DateOnly.FromDateTime(at.UtcDateTime));
        var year = at.UtcDateTime.Year == now.UtcDateTime.Year ? "" : $" {at.UtcDateTime.Year}";
        return $"{day}{year}, {Time(at)}";
    }

    /// <summary>The time of day.</summary>
    public static Html Clock(PageTexts texts, DateTimeOffset at) => Element(at, Exact(texts, at), Time(at));

    /// <summary>A day without its year.</summary>
    public static string Day(PageTexts texts, DateOnly day) => $"{day.Day} {texts.Moments.Months[day.Month - 1]}";

    /// <summary>Everything, in words.</summary>
    public static string Exact(PageTexts texts, DateTimeOffset at) =>
        $"{Day(texts, DateOnly.FromDateTime(at.UtcDateTime))} {at.UtcDateTime.ToString("yyyy, HH:mm:ss", CultureInfo.InvariantCulture)} UTC";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static Html Element(DateTimeOffset at, string exact, string shown) => Html.Of(
        $"""<time datetime="{at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}" title="{exact}">{shown}</time>""");
}
