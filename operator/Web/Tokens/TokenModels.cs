using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Tokens;

/// <summary>A token to be made.</summary>
/// <param name="Name">What people call it, 1 to 100 characters.</param>
/// <param name="Scope">`all`, or the only user that it opens: its number, or `namespace:name`.</param>
/// <param name="ExpiresInDays">Days until it ends, 1 to 3650; never when left out.</param>
public sealed record TokenRequest(string Name, string Scope, int? ExpiresInDays = null);

/// <summary>A list of tokens.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Tokens">The tokens, by number.</param>
public sealed record TokenList(int Total, IReadOnlyList<TokenItem> Tokens);

/// <summary>A token of the API, without its secret.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scope">`all`, or `namespace:name` of the only user that it opens.</param>
/// <param name="UserId">That user's number.</param>
/// <param name="SecretRef">`namespace/name` of the Secret that it comes from; null when it was made through the API.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null when it does not.</param>
/// <param name="LastUsedAt">When it was last used, at most a minute late.</param>
public sealed record TokenItem(
    long Id,
    string Name,
    string Scope,
    long? UserId,
    string? SecretRef,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt)
{
    internal static TokenItem Of(ApiTokenRow token) => new(
        token.Id,
        token.Name,
        token.User is { } user ? $"{user.Key.Namespace}:{user.Key.Name}" : TokenScopes.All,
        token.User?.Id,
        token.SecretRef,
        token.CreatedBy,
        token.CreatedAt,
        token.ExpiresAt,
        token.LastUsedAt);
}

/// <summary>A token that was just made.</summary>
/// <param name="Secret">What its holder sends. It is shown this once and stored nowhere.</param>
/// <param name="Token">The token.</param>
public sealed record CreatedToken(string Secret, TokenItem Token);

/// <summary>Values of a token's <c>scope</c>.</summary>
internal static class TokenScopes
{
    /// <summary>The whole installation.</summary>
    public const string All = "all";
}
