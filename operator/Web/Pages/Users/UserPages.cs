using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Parsing;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>
/// The page of one user: its channels and their health, parse now, what was parsed. A form that succeeds redirects to the page,
/// which then follows the run; one that fails shows the page with the error.
/// </summary>
internal sealed class UserPages(
    UserDirectory users, ChannelQueries channels, RunQueries runs, StatsQueries stats, RetentionQueries retention, ParseRuns parses, WorkerClient workers,
    IAntiforgery antiforgery, TimeProvider time)
{
    /// <summary>Query parameter: the run that is followed.</summary>
    public const string RunParameter = "run";

    /// <summary>Form field: the chat id of the only channel to parse.</summary>
    public const string ChannelField = "channel";

    private const int RecentParses = 15;
    private const int RecentRemovals = 5;

    private static readonly TimeSpan PauseWhileParsing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private delegate Task<string> Command(UserPages pages, UserOverview user, IFormCollection form, CancellationToken cancellation);

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages(UserUrls.Route);
        page.MapGet("", (string id, HttpContext context, UserPages pages) => pages.ShowAsync(id, context));
        page.MapGet("/panel", (string id, HttpContext context, UserPages pages) => pages.PanelAsync(id, context));
        MapForm(page, "/parse", (pages, user, form, c) => pages.ParseAsync(user, form, c));
        MapForm(page, "/retry", (pages, user, _, c) => pages.RetryAsync(user, c));
    }

    private static void MapForm(IEndpointRouteBuilder page, string path, Command command)
    {
        page.MapPost(path, (string id, HttpContext context, UserPages pages) => pages.SubmitAsync(id, context, command));
        // Reloading a page that shows an error is a GET of the form's address.
        page.MapGet(path, (string id) => TypedResults.LocalRedirect($"/view/{id}"));
    }

    private async Task<IResult> ShowAsync(string id, HttpContext context) =>
        await PageAsync(await ReadAsync(await users.RequireAsync(id, context.RequestAborted), context), context, error: null);

    private async Task<IResult> PanelAsync(string id, HttpContext context) =>
        Panel(await ReadAsync(await users.RequireAsync(id, context.RequestAborted), context)).Answer(context.Request);

    private async Task<IResult> SubmitAsync(string id, HttpContext context, Command command)
    {
        var user = await users.RequireAsync(id, context.RequestAborted);
        string error;
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            error = PageTexts.For(context.Request).Common.FormExpired;
        }
        else
        {
            try
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                return new SeeOther(await command(this, user, form, context.RequestAborted));
            }
            catch (ApiProblem problem)
            {
                error = problem.Message;
            }
        }
        return await PageAsync(await ReadAsync(user, context), context, error);
    }

    private async Task<string> ParseAsync(UserOverview user, IFormCollection form, CancellationToken cancellation)
    {
        long? chatId = long.TryParse(form[ChannelField], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;
        return new UserUrls(user.User.Key).PageOf(await parses.StartUserAsync(user, chatId, cancellation));
    }

    private async Task<string> RetryAsync(UserOverview user, CancellationToken cancellation)
    {
        await workers.RetryUnstoredAsync(user.Worker(), cancellation);
        return new UserUrls(user.User.Key).Page;
    }

    private async Task<UserView> ReadAsync(UserOverview user, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var (installation, userId, now) = (user.User.Key.Installation, user.User.Id, time.GetUtcNow());
        var first = PostsPerDay.FirstDay(now);
        return new UserView(PageTexts.For(context.Request), user, now)
        {
            Subscriptions = await channels.ListAsync(installation, userId, cancellation),
            Parses = await runs.RecentAsync(installation, userId, RecentParses, cancellation),
            Daily = PostsPerDay.Of(first, await stats.PerDayAsync(installation, userId, first, PostsPerDay.Days, cancellation)),
            Run = await RunAsync(user, context),
        };
    }

    // A run of other users is none of this page's.
    private async Task<RunDetails?> RunAsync(UserOverview user, HttpContext context)
    {
        if (!long.TryParse(context.Request.Query[RunParameter], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var run = await runs.FindAsync(new Realm(user.User.Key.Installation), id, context.RequestAborted);
        return run?.Users is [var part] && part.UserId == user.User.Id ? run : null;
    }

    private static LivePanel Panel(UserView view) => new(
        UserPanel.Render(view),
        view.Urls.Panel(view.Run?.Id),
        view.IsParsing ? PauseWhileParsing : Pause,
        RunProgress.News(view));

    private async Task<RetentionState> RetentionAsync(UserRow user, DateTimeOffset now, HttpContext context)
    {
        var asked = context.Request.Query.Value(RetentionCard.DaysParameter);
        int? days = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && new RetentionSpec { Days = number }.Error() is null
            ? number : null;
        return new RetentionState(
            user,
            await retention.PlanAsync(user.Id, days ?? user.RetentionDays, now, context.RequestAborted),
            await retention.RemovalsAsync(user.Id, RecentRemovals, context.RequestAborted))
        {
            Asked = asked,
            AskedDays = days,
        };
    }

    private async Task<PageResult> PageAsync(UserView view, HttpContext context, string? error)
    {
        var refresh = view.IsParsing && error is null;
        return new PageResult(
            PageLayout.Render(
                view.Texts,
                view.Overview.User.Key.ToString(),
                Html.Of($"""
                    {UserHeading.Render(view.Texts, view.Overview, UserTab.Channels)}
                    {Html.If(error is not null, $"""<p class="notice bad" role="alert">{error}</p>""")}
                    {Panel(view).Render()}
                    <div class="stack">{RetentionCard.Render(view.Texts, view.Urls, await RetentionAsync(view.Overview.User, view.Now, context), view.Now)}</div>
                    {Form.Actions(antiforgery.GetAndStoreTokens(context).RequestToken!)}
                    {LivePanel.Voices(view.Texts.Common.Offline)}
                    """),
                head: Html.Of($"""
                    {LivePanel.Script}
                    {Html.If(refresh, $"""<noscript><meta http-equiv="refresh" content="2"></noscript>""")}
                    """)),
            error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
