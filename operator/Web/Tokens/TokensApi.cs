using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Tokens;

/// <summary>The tokens of this API. Only who may see all has any business here.</summary>
internal static class TokensApi
{
    public static void MapTokensApi(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("/tokens").WithTags("Access");

        tokens.MapGet("", ListAsync)
            .WithName("ListTokens")
            .WithSummary("List the tokens")
            .WithDescription("Every token of the installation without its secret, those that have ended too. The installation's own token is not among them.")
            .ProducesProblem(StatusCodes.Status403Forbidden);
        tokens.MapPost("", MakeAsync)
            .WithName("CreateToken")
            .WithSummary("Make a token")
            .WithDescription("For the whole installation (`all`) or for one user, whose token reads and commands nothing of any other. The secret is in this answer and nowhere else.")
            .ProducesUserProblems()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        tokens.MapDelete("/{id:long}", RevokeAsync)
            .WithName("RevokeToken")
            .WithSummary("Revoke a token")
            .WithDescription("It opens nothing from now on, and browsers that have signed in with it are signed out. 409 when it comes from a Secret: delete that.")
            .ProducesUserProblems()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<TokenList>> ListAsync(WebOptions options, ApiTokenStore tokens, CancellationToken cancellation)
    {
        var rows = await tokens.ListAsync(options.Installation, cancellation);
        return TypedResults.Ok(new TokenList(rows.Count, [.. rows.Select(TokenItem.Of)]));
    }

    private static async Task<Created<CreatedToken>> MakeAsync(
        TokenRequest request, Caller caller, TokenMaker maker, CancellationToken cancellation)
    {
        var made = await maker.MakeAsync(request, caller, cancellation);
        return TypedResults.Created($"/tokens/{made.Token.Id}", made);
    }

    private static async Task<NoContent> RevokeAsync(
        [Description("Number of the token.")] long id, TokenMaker maker, CancellationToken cancellation)
    {
        await maker.RevokeAsync(id, cancellation);
        return TypedResults.NoContent();
    }
}
