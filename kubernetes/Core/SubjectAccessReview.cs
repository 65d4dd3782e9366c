using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>
/// Asks whether somebody may do something
/// (https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/).
/// </summary>
public sealed record SubjectAccessReview() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } =
        new("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", Namespaced: false, HasStatus: true);

    /// <summary>The question.</summary>
    public SubjectAccessReviewSpec? Spec { get; init; }

    /// <summary>The answer.</summary>
    public SubjectAccessReviewStatus? Status { get; init; }
}

/// <summary>Who, and what they want to do.</summary>
public sealed record SubjectAccessReviewSpec
{
    /// <summary>Their name.</summary>
    public string? User { get; init; }

    /// <summary>What tells them from others who had that name before.</summary>
    public string? Uid { get; init; }

    /// <summary>Groups that they are in.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>What else the authenticator tells.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }

    /// <summary>What they want to do.</summary>
    public required ResourceAttributes ResourceAttributes { get; init; }
}

/// <summary>What is done to which resource.</summary>
public sealed record ResourceAttributes
{
    /// <summary>API group.</summary>
    public required string Group { get; init; }

    /// <summary>Name in paths, lower case plural.</summary>
    public required string Resource { get; init; }

    /// <summary>A part of the resource.</summary>
    public string? Subresource { get; init; }

    /// <summary>Such as <c>get</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>Namespace; all of them when null.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name; all of them when null.</summary>
    public string? Name { get; init; }
}

/// <summary>Whether they may.</summary>
public sealed record SubjectAccessReviewStatus
{
    /// <summary>Whether something allows it.</summary>
    public bool Allowed { get; init; }

    /// <summary>Whether something forbids it, whatever else allows it.</summary>
    public bool Denied { get; init; }
}
