using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>How long a user's posts are kept.</summary>
/// <param name="User">The user.</param>
/// <param name="Plan">What the next run would remove if it began now: a row for each channel of which posts go at some time.</param>
/// <param name="Removals">What went last, the newest first.</param>
internal sealed record RetentionState(UserRow User, IReadOnlyList<ChannelRetention> Plan, IReadOnlyList<Removal> Removals)
{
    /// <summary>What was asked for: as if posts were kept for so many days.</summary>
    public string? Asked { get; init; }

    /// <summary><see cref="Asked"/> as a number; null when it is none.</summary>
    public int? AskedDays { get; init; }
}

/// <summary>What is kept for how long, what would go next, what went last, and a dry run of another setting.</summary>
internal static class RetentionCard
{
    /// <summary>Query parameter: the days of a dry run.</summary>
    public const string DaysParameter = "days";

    /// <summary>Where the page shows it.</summary>
    public const string Anchor = "retention";

    public static Html Render(PageTexts page, UserUrls urls, RetentionState state, DateTimeOffset now)
    {
        var texts = page.Retention;
        return Html.Of($"""
            <section class="card" id="{Anchor}" aria-labelledby="retention-title">
              <h2 id="retention-title">{texts.Title}</h2>
              <p class="calm">{Setting(texts, state)}</p>
              {Html.If(state.AskedDays is null && state.User.RetentionDueAt is not null, $"""<p class="calm">{texts.NextRun}: {Moment.Relative(page, Next(state, now), now)}</p>""")}
              {Html.If(state.Plan.Count > 0, $"{Plan(page, state)}")}
              {Try(texts, urls, state)}
              {(state.Removals.Count == 0 ? Html.Of($"""<p class="soft calm">{texts.NothingRemoved}</p>""") : Removed(page, state, now))}
            </section>
            """);
    }

    private static string Setting(RetentionTexts texts, RetentionState state) => state switch
    {
        { AskedDays: { } asked } => texts.Trying(asked),
        { User.RetentionDays: { } days } => texts.Kept(days),
        { Plan.Count: > 0 } => texts.BySubscriptions,
        _ => texts.ForEverText,
    };

    // What is overdue is about to begin.
    private static DateTimeOffset Next(RetentionState state, DateTimeOffset now) =>
        state.User.RetentionDueAt is { } due && due > now ? due : now.AddSeconds(1);

    private static Html Plan(PageTexts page, RetentionState state)
    {
        var texts = page.Retention;
        return Html.Of($"""
            <table class="rows tight">
              <thead>
                <tr>
                  <th scope="col">{texts.Channel}</th>
                  <th scope="col">{texts.KeptFor}</th>
                  <th scope="col" class="number">{texts.WouldGo}</th>
                  <th scope="col">{texts.Posted}</th>
                </tr>
              </thead>
              <tbody>{state.Plan.Select(row => Html.Of($"""
                <tr>
                  <td class="first"><bdi>{row.Title}</bdi></td>
                  <td data-label="{texts.KeptFor}">{texts.Days(row.Days)}</td>
                  <td data-label="{texts.WouldGo}" class="number">{(row.Posts == 0 ? texts.Nothing : Figures.Grouped(row.Posts))}</td>
                  {Posted(page, row.OldestAt, row.NewestAt)}
                </tr>
                """))}</tbody>
            </table>
            """);
    }

    private static Html Removed(PageTexts page, RetentionState state, DateTimeOffset now)
    {
        var texts = page.Retention;
        return Html.Of($"""
            <h3>{texts.Removed}</h3>
            <table class="rows tight">
              <thead>
                <tr>
                  <th scope="col">{texts.Channel}</th>
                  <th scope="col">{texts.When}</th>
                  <th scope="col" class="number">{texts.Posts}</th>
                  <th scope="col">{texts.Posted}</th>
                </tr>
              </thead>
              <tbody>{state.Removals.Select(row => Html.Of($"""
                <tr>
                  <td class="first"><bdi>{row.Title}</bdi></td>
                  <td data-label="{texts.When}">{Moment.Relative(page, row.RemovedAt, now)}</td>
                  <td data-label="{texts.Posts}" class="number">{Figures.Grouped(row.Posts)}</td>
                  {Posted(page, row.OldestAt, row.NewestAt)}
                </tr>
                """))}</tbody>
            </table>
            """);
    }

    private static Html Posted(PageTexts page, DateTimeOffset? oldest, DateTimeOffset? newest) => oldest is not { } first || newest is not { } last
        ? Html.Of($"""<td class="action"></td>""")
        : Html.Of($"""<td data-label="{page.Retention.Posted}">{Days(Day(page, first), Day(page, last))}</td>""");

    private static string Days(string first, string last) => first == last ? first : $"{first} – {last}";

    private static string Day(PageTexts page, DateTimeOffset at) => $"{Moment.Day(page, DateOnly.FromDateTime(at.UtcDateTime))} {at.UtcDateTime.Year}";

    private static Html Try(RetentionTexts texts, UserUrls urls, RetentionState state) => Html.Of($"""
        <form method="get" action="{urls.Page}#{Anchor}" class="search try">
          <div>
            <label for="{DaysParameter}">{texts.Try}</label>
            <input id="{DaysParameter}" name="{DaysParameter}" type="text" inputmode="numeric" maxlength="5" autocomplete="off" value="{state.Asked}" aria-describedby="{DaysParameter}-help"{Html.If(state.Asked is not null && state.AskedDays is null, $" aria-invalid=\"true\"")}>
          </div>
          <div class="go"><button type="submit" class="quiet">{texts.TryButton}</button></div>
          {Html.If(state.AskedDays is not null, $"""<a href="{urls.Page}#{Anchor}">{texts.TryEnd}</a>""")}
          <p class="help" id="{DaysParameter}-help">{(state.Asked is not null && state.AskedDays is null ? texts.TryError : texts.TryHelp)}</p>
        </form>
        """);
}
