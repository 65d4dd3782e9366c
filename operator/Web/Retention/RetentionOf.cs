using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Web.Retention;

/// <summary>A resource as far as the API sets it: applied, it gives <c>spec.retention</c> and says nothing of any other field.</summary>
/// <typeparam name="T">The resource.</typeparam>
internal sealed record RetentionOf<T>() : KubernetesObject(T.Definition), IResource
    where T : IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition => T.Definition;

    /// <summary>That part of its spec.</summary>
    public RetentionPart? Spec { get; init; }
}

/// <summary>The part of a spec that the API sets.</summary>
internal sealed record RetentionPart
{
    /// <summary>How long posts are kept; for ever, or as the user says, when null.</summary>
    public RetentionSpec? Retention { get; init; }
}
