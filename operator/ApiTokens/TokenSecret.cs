using System.Globalization;
using System.Text;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.ApiTokens;

/// <summary>A labelled Secret that holds a token of the REST API, as it asks for it.</summary>
/// <param name="User">The only user that it opens; null opens the whole installation.</param>
/// <param name="Secret">The token's secret; null when the operator is to make one.</param>
/// <param name="ExpiresAt">When it ends; never when null.</param>
internal sealed record TokenSecret(ObjectKey? User, string? Secret, DateTimeOffset? ExpiresAt)
{
    /// <summary>Label of such Secrets; its value does not matter.</summary>
    public const string Label = ResourceNames.Group + "/api-token";

    /// <summary>Annotation: the name of the user, in the Secret's namespace, that the token opens.</summary>
    public const string UserAnnotation = ResourceNames.Group + "/token-user";

    /// <summary>Annotation with the value <see cref="All"/>: the token opens the whole installation.</summary>
    public const string ScopeAnnotation = ResourceNames.Group + "/token-scope";

    /// <summary>Annotation: when the token ends, such as <c>2027-01-01T00:00:00Z</c>.</summary>
    public const string ExpiryAnnotation = ResourceNames.Group + "/token-expires";

    /// <summary>Value of <see cref="ScopeAnnotation"/>.</summary>
    public const string All = "all";

    /// <summary>Key of the token in the Secret's data.</summary>
    public const string DataKey = "token";

    /// <summary>Whether a Secret asks for a token.</summary>
    public static bool IsOne(Secret secret) => secret.Metadata.Labels?.ContainsKey(Label) == true;

    /// <summary>Reads what a Secret asks for.</summary>
    /// <param name="secret">The Secret, with its data.</param>
    /// <param name="ownNamespace">The only namespace whose Secrets may ask for the whole installation; any when null.</param>
    /// <exception cref="FormatException">It asks for nothing that can be given; the message says what to do, and holds no secret.</exception>
    public static TokenSecret Read(Secret secret, string? ownNamespace)
    {
        var user = Annotation(secret, UserAnnotation);
        var scope = Annotation(secret, ScopeAnnotation);
        if (user is null == scope is null)
            throw new FormatException($"Give the Secret one of the annotations {UserAnnotation}: <name of a TelegramUser> and {ScopeAnnotation}: {All}.");
        if (scope is not null && scope != All)
            throw new FormatException($"The annotation {ScopeAnnotation} may only be '{All}'; for one user there is {UserAnnotation}.");
        // Who may make Secrets beside some users must not open those of others with one.
        if (scope is not null && ownNamespace is not null && secret.Metadata.Namespace != ownNamespace)
        {
            throw new FormatException(
                $"A token for all users must be a Secret in the operator's namespace, {ownNamespace}. Here give {UserAnnotation}: <name of a TelegramUser>.");
        }
        return new TokenSecret(user is null ? null : secret.Key with { Name = user }, Token(secret), Expiry(secret));
    }

    private static string? Token(Secret secret)
    {
        if (secret.Data?.GetValueOrDefault(DataKey) is not { Length: > 0 } data)
            return null;
        var token = Encoding.UTF8.GetString(data).Trim();
        return ApiTokenSecret.IsWellFormed(token)
            ? token
            : throw new FormatException(
                $"'{DataKey}' of the Secret must be {ApiTokenSecret.Prefix} and 32 random bytes in base64url, 43 characters. Leave it out, and the operator makes one.");
    }

    private static DateTimeOffset? Expiry(Secret secret)
    {
        if (Annotation(secret, ExpiryAnnotation) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new FormatException($"The annotation {ExpiryAnnotation} must be a time such as 2027-01-01T00:00:00Z.");
    }

    private static string? Annotation(Secret secret, string name) => secret.Metadata.Annotations?.GetValueOrDefault(name);
}
