using System.Text;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>A Secret as people write it: with <c>stringData</c>, which the server turns into <c>data</c>.</summary>
internal sealed record ManifestSecret() : KubernetesObject(Secret.Definition)
{
    public string? Type { get; init; }

    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    public IReadOnlyDictionary<string, string>? StringData { get; init; }

    public Secret ToSecret()
    {
        var data = new Dictionary<string, byte[]>(Data ?? new Dictionary<string, byte[]>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (key, text) in StringData ?? new Dictionary<string, string>(StringComparer.Ordinal))
            data[key] = Encoding.UTF8.GetBytes(text);
        return new Secret { Metadata = Metadata, Type = Type, Data = data };
    }
}
