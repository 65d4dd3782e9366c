using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Tokens;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Tokens;

/// <summary>The tokens of API and pages: what there is, a new one whose secret is shown once, and an end to one. For who may see all.</summary>
internal sealed class TokenPages(
    WebOptions options, TokenMaker maker, ApiTokenStore tokens, UserQueries users, IAntiforgery antiforgery, TimeProvider time)
{
    public const string Path = "/access";
    public const string RevokePath = $"{Path}/revoke";

    public const string NameField = "name";
    public const string ScopeField = "scope";
    public const string DaysField = "days";

    /// <summary>Form field: number of the token to revoke.</summary>
    public const string TokenField = "token";

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages(Path);
        page.MapGet("", (HttpContext context, TokenPages pages) => pages.ShowAsync(context, form: null));
        page.MapPost("", (HttpContext context, TokenPages pages) => pages.MakeAsync(context));
        page.MapPost("/revoke", (HttpContext context, TokenPages pages) => pages.RevokeAsync(context));
        // Reloading a page that shows an error is a GET of the form's address.
        page.MapGet("/revoke", () => TypedResults.LocalRedirect(Path));
    }

    private async Task<IResult> MakeAsync(HttpContext context)
    {
        var (texts, cancellation) = (PageTexts.For(context.Request), context.RequestAborted);
        if (!await antiforgery.IsRequestValidAsync(context))
            return await ShowAsync(context, new NewTokenForm { Error = texts.Common.FormExpired });
        var form = NewTokenForm.Read(await context.Request.ReadFormAsync(cancellation), texts.Access);
        if (form.IsWrong)
            return await ShowAsync(context, form);
        try
        {
            var made = await maker.MakeAsync(new TokenRequest(form.Name, form.Scope, form.ExpiresInDays), Caller.Of(context), cancellation);
            return await ShowAsync(context, new NewTokenForm { Made = made });
        }
        catch (ApiProblem problem)
        {
            return await ShowAsync(context, form with { Error = problem.Message });
        }
    }

    private async Task<IResult> RevokeAsync(HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return await ShowAsync(context, new NewTokenForm { Error = PageTexts.For(context.Request).Common.FormExpired });
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            // What is no number is the number of no token.
            _ = long.TryParse(form[TokenField], NumberStyles.None, CultureInfo.InvariantCulture, out var id);
            await maker.RevokeAsync(id, context.RequestAborted);
        }
        catch (ApiProblem problem) when (problem.Status != StatusCodes.Status404NotFound)
        {
            return await ShowAsync(context, new NewTokenForm { Error = problem.Message });
        }
        catch (ApiProblem)
        {
            // Somebody else was faster: it is as was asked for.
        }
        return new SeeOther(Path);
    }

    private async Task<IResult> ShowAsync(HttpContext context, NewTokenForm? form)
    {
        var cancellation = context.RequestAborted;
        var view = new TokensView(PageTexts.For(context.Request), time.GetUtcNow())
        {
            Tokens = [.. (await tokens.ListAsync(options.Installation, cancellation)).Select(TokenItem.Of)],
            Users = [.. (await users.ListAsync(new Realm(options.Installation), new UserFilter(), cancellation)).Select(user => $"{user.User.Key.Namespace}:{user.User.Key.Name}")],
            OwnToken = Caller.Of(context).TokenId,
            Form = form ?? new NewTokenForm(),
        };
        var token = antiforgery.GetAndStoreTokens(context).RequestToken!;
        return new PageResult(
            PageLayout.Render(
                view.Texts,
                view.Texts.Access.Title,
                Html.Of($"""
                    <h1>{view.Texts.Access.Title}</h1>
                    <p class="lead">{view.Texts.Access.Lead}</p>
                    {Html.If(view.Form.Error is not null, $"""<p class="notice bad" role="alert">{view.Form.Error}</p>""")}
                    <div class="stack">
                      {Html.If(view.Form.Made is not null, $"{NewToken.Secret(view)}")}
                      {TokenTable.Render(view)}
                      {NewToken.Render(view, token)}
                    </div>
                    {Form.Actions(token)}
                    """),
                bar: Html.Of($"""<a href="/">{view.Texts.Common.ToOverview}</a>"""),
                head: Html.If(view.Form.Made is not null, $"{CopyButton.Script}")),
            view.Form.Error is null && !view.Form.IsWrong ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
