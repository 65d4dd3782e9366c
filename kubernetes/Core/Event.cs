using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Something that happened to an object, for <c>kubectl describe</c>.</summary>
public sealed record Event() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("", "v1", "Event", "events");

    /// <summary>Type of what goes as it should.</summary>
    public const string Normal = nameof(Normal);

    /// <summary>Type of what a person should look at.</summary>
    public const string Warning = nameof(Warning);

    /// <summary>The object that it happened to.</summary>
    public required ObjectReference InvolvedObject { get; init; }

    /// <summary><see cref="Normal"/> or <see cref="Warning"/>.</summary>
    public required string Type { get; init; }

    /// <summary>One CamelCase word for programs.</summary>
    public required string Reason { get; init; }

    /// <summary>In words.</summary>
    public required string Message { get; init; }

    /// <summary>Who says so.</summary>
    public EventSource? Source { get; init; }

    /// <summary>How many times.</summary>
    public int? Count { get; init; }

    /// <summary>The first time.</summary>
    public DateTimeOffset? FirstTimestamp { get; init; }

    /// <summary>The last time.</summary>
    public DateTimeOffset? LastTimestamp { get; init; }
}

/// <summary>Names an object of any kind.</summary>
public sealed record ObjectReference
{
    /// <summary>Its <c>apiVersion</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Its kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Its namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its UID.</summary>
    public string? Uid { get; init; }

    /// <summary>A reference to an object.</summary>
    public static ObjectReference To(KubernetesObject obj) => new()
    {
        ApiVersion = obj.ApiVersion,
        Kind = obj.Kind,
        Namespace = obj.Metadata.Namespace,
        Name = obj.Metadata.Name,
        Uid = obj.Metadata.Uid,
    };
}

/// <summary>Who reports an Event.</summary>
/// <param name="Component">Name of the program.</param>
public sealed record EventSource(string Component);
