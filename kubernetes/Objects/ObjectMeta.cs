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
