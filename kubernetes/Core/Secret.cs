using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Secrets that pods mount as files.</summary>
public sealed record Secret() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("", "v1", "Secret", "secrets");

    /// <summary>What the Secret is for; <c>Opaque</c> when the server chooses.</summary>
    public string? Type { get; init; }

    /// <summary>File names and their bytes (base64 in JSON).</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    /// <summary>Never shows data.</summary>
    public override string ToString() => $"Secret {Key}";
}
