using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using TelegramParser.Operator.Web.Audit;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Security;

namespace TelegramParser.Operator.Web.Pages;

/// <summary>Gives a browser a session for a token. Served only where a token is set.</summary>
internal static class SignInPage
{
    public const string SignOutPath = "/signout";

    private const string TokenField = "token";

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages(Access.SignInPath).AllowAnonymous();
        page.MapGet("", (HttpContext context, IAntiforgery antiforgery) => Show(context, antiforgery, error: null));
        page.MapPost("", SignInAsync);
        app.MapPages(SignOutPath).ShowsOwn().MapPost("", SignOutAsync);
    }

    /// <summary>The button that ends the session.</summary>
    public static Html SignOutForm(PageTexts texts, string formToken) =>
        Form.Post(SignOutPath, formToken, Form.Button(texts.SignIn.SignOut, texts.Common.Working, primary: false));

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery, TokenDirectory tokens)
    {
        var texts = PageTexts.For(context.Request);
        if (!await antiforgery.IsRequestValidAsync(context))
            return Show(context, antiforgery, texts.Common.FormExpired);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var caller = await tokens.FindOwnAsync(form[TokenField].ToString().Trim(), context.RequestAborted);
        context.Features.Set(new SignInAttempt(caller));
        if (caller is null)
            return Show(context, antiforgery, texts.SignIn.Wrong);
        await context.SignInAsync(Access.SessionScheme, caller.Principal(Access.SessionScheme));
        return new SeeOther(ReturnPath(context.Request));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (await antiforgery.IsRequestValidAsync(context))
            await context.SignOutAsync(Access.SessionScheme);
        return new SeeOther(Access.SignInPath);
    }

    private static PageResult Show(HttpContext context, IAntiforgery antiforgery, string? error)
    {
        var texts = PageTexts.For(context.Request);
        var action = QueryString.Create(Access.ReturnParameter, ReturnPath(context.Request));
        var html = PageLayout.Render(texts, texts.SignIn.Title, Html.Of($"""
            <section class="card">
              <h1>{texts.SignIn.Title}</h1>
              <p class="lead">{texts.SignIn.Lead}</p>
              {Form.Post($"{Access.SignInPath}{action}", antiforgery.GetAndStoreTokens(context).RequestToken!, Html.Of($"""
                  {Form.Field(new FieldView(TokenField, texts.SignIn.Label, "current-password")
                  {
                      Type = "password",
                      Help = texts.SignIn.Help,
                      Error = error,
                      Focus = true,
                  })}
                  {Form.Button(texts.SignIn.Button, texts.Common.Working)}
                  """))}
            </section>
            """));
        return new PageResult(html, error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    // Only a path of this server: "//host" and "/\host" lead elsewhere.
    private static string ReturnPath(HttpRequest request) =>
        request.Query[Access.ReturnParameter].ToString() is ['/', ..] path && path is not ['/', '/' or '\\', ..] ? path : "/";
}
