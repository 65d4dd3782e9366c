namespace TelegramParser.Kubernetes.Objects;

/// <summary>Names an object that this one goes away with.</summary>
public sealed record OwnerReference
{
    /// <summary>The owner's <c>apiVersion</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The owner's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The owner's name; it lives in the same namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The owner's UID.</summary>
    public required string Uid { get; init; }

    /// <summary>Whether this owner is the one that manages the object; at most one is.</summary>
    public bool? Controller { get; init; }

    /// <summary>
    /// Whether a foreground deletion of the owner waits for this object. Setting it needs the permission to update the
    /// owner's <c>finalizers</c> subresource where the server checks that.
    /// </summary>
    public bool? BlockOwnerDeletion { get; init; }

    /// <summary>A reference to <paramref name="owner"/> as the managing owner.</summary>
    /// <exception cref="ArgumentException">The owner was not read from a server: it has no UID.</exception>
    public static OwnerReference To(KubernetesObject owner) => new()
    {
        ApiVersion = owner.ApiVersion,
        Kind = owner.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid
            ?? throw new ArgumentException($"{owner.Kind} {owner.Key} has no UID.", nameof(owner)),
        Controller = true,
    };
}
