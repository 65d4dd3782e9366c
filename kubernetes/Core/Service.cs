using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>A name for a set of pods.</summary>
public sealed record Service() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("", "v1", "Service", "services", HasStatus: true);

    /// <summary>What is asked for.</summary>
    public ServiceSpec Spec { get; init; } = new();
}

/// <summary>Which pods, on which ports.</summary>
public sealed record ServiceSpec
{
    /// <summary><c>None</c> makes the Service headless: its name resolves to the pods' own addresses.</summary>
    public string? ClusterIP { get; init; }

    /// <summary>Also publish pods that are not ready.</summary>
    public bool? PublishNotReadyAddresses { get; init; }

    /// <summary>Labels of the pods.</summary>
    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    /// <summary>Ports that are named.</summary>
    public IReadOnlyList<ServicePort>? Ports { get; init; }
}

/// <summary>One port of a Service.</summary>
public sealed record ServicePort
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its number.</summary>
    public required int Port { get; init; }

    /// <summary>A key of the list: old servers refuse to apply a port without it.</summary>
    public string Protocol { get; init; } = "TCP";
}
