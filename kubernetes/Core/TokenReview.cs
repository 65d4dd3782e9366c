using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Asks whose a bearer token is (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/).</summary>
public sealed record TokenReview() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } =
        new("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", Namespaced: false, HasStatus: true);

    /// <summary>The question.</summary>
    public TokenReviewSpec? Spec { get; init; }

    /// <summary>The answer.</summary>
    public TokenReviewStatus? Status { get; init; }
}

/// <summary>A token, and who is to be meant by it.</summary>
public sealed record TokenReviewSpec
{
    /// <summary>The token.</summary>
    public required string Token { get; init; }

    /// <summary>Whom the token must be for, one of them; the API server itself when empty.</summary>
    public IReadOnlyList<string>? Audiences { get; init; }

    /// <summary>Never shows the token.</summary>
    public override string ToString() => nameof(TokenReviewSpec);
}

/// <summary>Whose the token is.</summary>
public sealed record TokenReviewStatus
{
    /// <summary>Whether it is anybody's.</summary>
    public bool Authenticated { get; init; }

    /// <summary>Whose.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Those of the question's audiences that the token is for; empty when it is for the API server and that knows of no audiences.</summary>
    public IReadOnlyList<string>? Audiences { get; init; }

    /// <summary>Why the token could not be looked at.</summary>
    public string? Error { get; init; }
}

/// <summary>Somebody whom the API server knows.</summary>
public sealed record UserInfo
{
    /// <summary>Their name, such as <c>system:serviceaccount:default:reader</c>.</summary>
    public string? Username { get; init; }

    /// <summary>What tells them from others who had that name before.</summary>
    public string? Uid { get; init; }

    /// <summary>Groups that they are in.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>What else the authenticator tells.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }
}
