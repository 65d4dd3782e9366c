using Microsoft.AspNetCore.Antiforgery;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Operator.Workers;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Login;

/// <summary>
/// The login page of one user. A form that succeeds redirects to the page; one that fails shows it again with the error.
/// The script fetches <c>/panel</c> to follow the session; without it, the page reloads itself.
/// </summary>
internal sealed class LoginPages(UserDirectory users, WorkerClient workers, IAntiforgery antiforgery, TimeProvider time)
{
    private delegate Task<LoginStatus> Command(WorkerClient workers, WorkerAddress worker, IFormCollection form, CancellationToken cancellation);

    /// <summary>Address of a user's login page.</summary>
    public static string Url(UserKey user) => $"/login/{user}";

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages("/login/{id}");
        page.MapGet("", (string id, HttpContext context, LoginPages pages) => pages.ShowAsync(id, context));
        page.MapGet("/panel", (string id, HttpContext context, LoginPages pages) => pages.PanelAsync(id, context));
        MapForm(page, "/qr", field: null, (w, worker, _, c) => w.RequestQrAsync(worker, c));
        MapForm(page, "/logout", field: null, (w, worker, _, c) => w.LogOutAsync(worker, c));
        MapForm(page, "/phone", LoginForms.PhoneField,
            (w, worker, form, c) => w.SendPhoneAsync(worker, LoginInput.Phone(form[LoginForms.PhoneField]), c));
        MapForm(page, "/code", LoginForms.CodeField,
            (w, worker, form, c) => w.SendCodeAsync(worker, LoginInput.Code(form[LoginForms.CodeField].ToString()), c));
        MapForm(page, "/password", LoginForms.PasswordField,
            (w, worker, form, c) => w.SendPasswordAsync(worker, LoginInput.Password(form[LoginForms.PasswordField].ToString()), c));
    }

    private static void MapForm(IEndpointRouteBuilder page, string path, string? field, Command command)
    {
        page.MapPost(path, (string id, HttpContext context, LoginPages pages) => pages.SubmitAsync(id, context, field, command));
        // Reloading a page that shows an error, or coming back to it, is a GET of the form's address.
        page.MapGet(path, (string id) => TypedResults.LocalRedirect($"/login/{id}"));
    }

    private async Task<IResult> ShowAsync(string id, HttpContext context) =>
        Page(await ViewAsync(await users.RequireAsync(id, context.RequestAborted), context));

    private async Task<IResult> PanelAsync(string id, HttpContext context)
    {
        var view = await ViewAsync(await users.RequireAsync(id, context.RequestAborted), context);
        return context.Request.Headers.IfNoneMatch == view.Version
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new PageResult(LoginPanel.Render(view));
    }

    private async Task<IResult> SubmitAsync(string id, HttpContext context, string? field, Command command)
    {
        var user = await users.RequireAsync(id, context.RequestAborted);
        FormError error;
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            error = new FormError(null, PageTexts.For(context.Request).Common.FormExpired);
        }
        else
        {
            try
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                await command(workers, user.Worker(), form, context.RequestAborted);
                return new SeeOther(Url(user.User.Key));
            }
            catch (ApiProblem problem)
            {
                error = LoginErrors.Of(problem, field, PageTexts.For(context.Request));
                if (field == LoginForms.PhoneField)
                    error = error with { Typed = context.Request.Form[field].ToString() };
            }
        }
        return Page(await ViewAsync(user, context) with { Error = error }, StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<LoginView> ViewAsync(UserOverview user, HttpContext context)
    {
        var view = new LoginView(
            user.User, PageTexts.For(context.Request), antiforgery.GetAndStoreTokens(context).RequestToken!, time.GetUtcNow());
        if (user.User.OrphanedAt is not null)
            return view;
        try
        {
            return view with { Status = await workers.LoginStatusAsync(user.Worker(), context.RequestAborted) };
        }
        catch (ApiProblem problem)
        {
            return view with { WorkerProblem = problem };
        }
    }

    private static PageResult Page(LoginView view, int status = StatusCodes.Status200OK) => new(
        PageLayout.Render(
            view.Texts,
            $"{view.Texts.Choose.Title}: {view.User.Key}",
            Html.Of($"""
                {LoginPanel.Render(view)}
                {LivePanel.Voices(view.Texts.Common.Offline)}
                """),
            head: Html.Of($"""
                {LivePanel.Script}
                {Html.If(FollowsByItself(view), $"""<noscript><meta http-equiv="refresh" content="5; url={view.Url}"></noscript>""")}
                """)),
        status);

    // A reload would lose what is being typed, so only steps that wait for something else reload without the script.
    private static bool FollowsByItself(LoginView view) => view.Error is null && view.Step is
        LoginStep.Qr or LoginStep.Starting or LoginStep.WaitForLease or LoginStep.LoggingOut or LoginStep.WorkerDown or LoginStep.Failed;
}
