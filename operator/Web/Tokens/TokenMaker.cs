using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Tokens;

/// <summary>Makes and revokes tokens for API and pages.</summary>
internal sealed class TokenMaker(WebOptions options, UserDirectory users, ApiTokenStore tokens, TimeProvider time)
{
    /// <summary>Longest name, characters.</summary>
    public const int LongestName = 100;

    /// <summary>Most days until a token ends.</summary>
    public const int MostDays = 3650;

    /// <summary>Makes a token; a problem when what is asked for makes no sense.</summary>
    public async Task<CreatedToken> MakeAsync(TokenRequest request, Caller caller, CancellationToken cancellation)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            throw ApiProblem.InvalidBody($"'name' must have 1 to {LongestName} characters and no control characters. Say what the token is for.");
        if (request.ExpiresInDays is < 1 or > MostDays)
            throw ApiProblem.InvalidBody($"'expires_in_days' must be from 1 to {MostDays}. Leave it out for a token that does not end.");
        var user = request.Scope == TokenScopes.All ? null : await users.RequireAsync(request.Scope, cancellation);
        var secret = ApiTokenSecret.New();
        var token = await tokens.CreateAsync(
            new NewApiToken(
                options.Installation, name, ApiTokenSecret.Hash(secret), user?.User.Id, caller.Name,
                request.ExpiresInDays is { } days ? time.GetUtcNow().AddDays(days) : null),
            cancellation);
        return new CreatedToken(secret, TokenItem.Of(token));
    }

    /// <summary>Revokes a token; a problem when there is none, or a Secret would bring it back.</summary>
    public async Task RevokeAsync(long id, CancellationToken cancellation)
    {
        var token = (await tokens.ListAsync(options.Installation, cancellation)).FirstOrDefault(token => token.Id == id);
        if (token is { SecretRef: { } secret })
        {
            throw new ApiProblem(
                StatusCodes.Status409Conflict, ProblemCodes.WrongState, "The token comes from a Secret.",
                $"Token {id} is kept by the Secret {secret}: delete that, and the token is revoked.");
        }
        if (token is null || !await tokens.DeleteAsync(options.Installation, id, cancellation))
            throw ApiProblem.NotFound(ProblemCodes.TokenNotFound, "There is no such token.", $"No token {id} is stored. GET /tokens lists them all.");
    }
}
