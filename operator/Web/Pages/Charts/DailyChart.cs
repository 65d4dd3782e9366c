using System.Globalization;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;

namespace TelegramParser.Operator.Web.Pages.Charts;

/// <summary>Bars of posts a day as inline SVG, coloured by the style sheet; in words for those who do not see it.</summary>
internal static class DailyChart
{
    // Units of the drawing; the style sheet stretches it.
    private const int Slot = 12;
    private const int Gap = 2;
    private const int Height = 100;

    /// <summary>A chart with its title, its ends, and the numbers as a table.</summary>
    public static Html Render(PageTexts texts, PostsPerDay days) => Html.Of($"""
        <figure class="chart">
          <figcaption><strong>{texts.Chart.Title}</strong> <span>{texts.Chart.Range(PostsPerDay.Days)}</span></figcaption>
          {Drawing(texts, days, "bars")}
          <p class="ends" aria-hidden="true"><span>{Moment.Day(texts, days.First)}</span><span>{Summary(texts, days)}</span><span>{Moment.Day(texts, days.First.AddDays(days.Counts.Count - 1))}</span></p>
          <details class="fold">
            <summary id="chart-numbers">{texts.Chart.AsTable}</summary>
            <table class="numbers">
              <thead><tr><th scope="col">{texts.Chart.Day}</th><th scope="col" class="number">{texts.Chart.Posts}</th></tr></thead>
              <tbody>{days.Counts.Select((count, i) => Html.Of($"""
                <tr><td class="first">{Moment.Day(texts, days.First.AddDays(i))}</td><td class="number" data-label="{texts.Chart.Posts}">{Figures.Grouped(count)}</td></tr>
                """))}</tbody>
            </table>
          </details>
        </figure>
        """);

    /// <summary>The bars alone, for a cell of a table.</summary>
    public static Html Spark(PageTexts texts, PostsPerDay days) => Drawing(texts, days, "spark");

    private static Html Drawing(PageTexts texts, PostsPerDay days, string style)
    {
        var most = Math.Max(1, days.Counts.Max());
        return Html.Of($"""
            <svg class="{style}" role="img" aria-label="{texts.Chart.Title}, {texts.Chart.Range(PostsPerDay.Days)}. {Summary(texts, days)}" viewBox="0 0 {days.Counts.Count * Slot} {Height}" preserveAspectRatio="none">
              {days.Counts.Select((count, i) => Bar(texts, days.First.AddDays(i), count, i, most))}
            </svg>
            """);
    }

    // A day without posts keeps a line to stand on.
    private static Html Bar(PageTexts texts, DateOnly day, long count, int index, long most)
    {
        var height = Math.Max(2, count * (double)Height / most);
        return Html.Of($"""
            <rect class="{(count == 0 ? "none" : "some")}" x="{(index * Slot) + Gap}" y="{Number(Height - height)}" width="{Slot - (2 * Gap)}" height="{Number(height)}"><title>{Moment.Day(texts, day)}: {Figures.Grouped(count)}</title></rect>
            """);
    }

    private static string Summary(PageTexts texts, PostsPerDay days)
    {
        if (days.Total == 0)
            return texts.Chart.Empty(texts.Chart.Range(PostsPerDay.Days));
        var most = days.Counts.Max();
        var day = days.First.AddDays(days.Counts.ToList().IndexOf(most));
        return texts.Chart.Summary(Figures.Grouped(days.Total), Figures.Grouped(most), Moment.Day(texts, day));
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
