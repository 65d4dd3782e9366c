using System.Text.Json.Serialization;

namespace TelegramParser.Kubernetes.Objects;

/// <summary>
/// What all objects share. A kind derives from it as a sealed record, implements <see cref="IResource"/> and holds only
/// the fields that are in use: objects are written by server-side apply, so other fields of the server's copy are safe.
/// </summary>
public abstract record KubernetesObject
{
    /// <summary>Creates an object of a kind.</summary>
    protected KubernetesObject(ResourceDefinition definition)
    {
        ApiVersion = definition.ApiVersion;
        Kind = definition.Kind;
    }

    /// <summary>API group and version.</summary>
    [JsonPropertyOrder(-3)]
    public string ApiVersion { get; init; }

    /// <summary>The kind's name.</summary>
    [JsonPropertyOrder(-2)]
    public string Kind { get; init; }

    /// <summary>Name, labels, owners and the server's bookkeeping.</summary>
    [JsonPropertyOrder(-1)]
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>Namespace and name.</summary>
    [JsonIgnore]
    public ObjectKey Key => new(Metadata.Namespace, Metadata.Name);
}

/// <summary>A kind that an API server serves.</summary>
public interface IResource
{
    /// <summary>Where the kind is served.</summary>
    static abstract ResourceDefinition Definition { get; }
}

/// <summary>An object of a custom resource definition with a status subresource.</summary>
/// <typeparam name="TSpec">What a person asks for.</typeparam>
/// <typeparam name="TStatus">What is so.</typeparam>
public abstract record CustomResource<TSpec, TStatus> : KubernetesObject
    where TSpec : class
    where TStatus : class
{
    /// <summary>Creates an object of a kind.</summary>
    protected CustomResource(ResourceDefinition definition) : base(definition)
    {
    }

    /// <summary>What a person asks for.</summary>
    public required TSpec Spec { get; init; }

    /// <summary>What is so, as its controller last saw it.</summary>
    public TStatus? Status { get; init; }
}
