namespace TelegramParser.Kubernetes.Objects;

/// <summary>
/// Metadata that every object has, as far as it is in use
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/).
/// </summary>
public sealed record ObjectMeta
{
    /// <summary>Unique among the objects of its kind and namespace.</summary>
    public string Name { get; init; } = "";

    /// <summary>The namespace; empty for kinds that have none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>For selecting: <c>app.kubernetes.io/name: …</c>.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Notes of programs, not for selecting.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Objects that this one goes away with.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>What must be undone before the object may go; each is removed by who added it.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }

    /// <summary>Set by the server: tells this object from an earlier one of the same name.</summary>
    public string? Uid { get; init; }

    /// <summary>Set by the server at every write. Opaque; for optimistic locking and watches.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Set by the server: counts changes of the spec.</summary>
    public long? Generation { get; init; }

    /// <summary>Set by the server.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set by the server when deletion was asked for and finalizers hold it up.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }
}

/// <summary>Names the object that this one goes away with.</summary>
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
