using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Children;

/// <summary>Brings a child to its manifest, with no request at all when it is there already.</summary>
internal sealed class ChildApplier(IKubernetesApi api)
{
    /// <summary>Applies a manifest unless the live object came from the same one and still has all its fields.</summary>
    /// <param name="desired">The manifest.</param>
    /// <param name="live">The object as last seen; null when there is none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as it is then.</returns>
    public async Task<T> ApplyAsync<T>(T desired, T? live, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource =>
        live is not null && IsApplied(desired, live)
            ? live
            : await api.ApplyAsync(Mark(desired), Annotations.Operator, cancellationToken);

    /// <summary>Whether a live object came from a manifest and still has all its fields.</summary>
    public static bool IsApplied<T>(T desired, T live)
        where T : KubernetesObject, IResource => Covers(KubernetesJson.ToNode(live), KubernetesJson.ToNode(Mark(desired)));

    private static T Mark<T>(T desired)
        where T : KubernetesObject => desired with
    {
        Metadata = desired.Metadata with
        {
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [Annotations.ManifestHash] = Hash(desired) },
        },
    };

    // Tells a field that was dropped from the manifest, which comparing fields cannot.
    private static string Hash<T>(T desired) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(KubernetesJson.ToNode(desired)!.ToJsonString())))[..32];

    // Whether the live value has all that is desired; the server adds defaults of its own, leaves out what is empty and writes
    // quantities in its own way.
    private static bool Covers(JsonNode? live, JsonNode? desired) => (live, desired) switch
    {
        (null, JsonObject { Count: 0 } or JsonArray { Count: 0 }) => true,
        (JsonObject has, JsonObject wants) => wants.All(field => Covers(has[field.Key], field.Value)),
        (JsonArray has, JsonArray wants) => has.Count == wants.Count && has.Zip(wants).All(pair => Covers(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(live, desired) || AreSameQuantity(live, desired),
    };

    private static bool AreSameQuantity(JsonNode? live, JsonNode? desired) =>
        live is JsonValue has && has.TryGetValue<string>(out var one) && Quantity.Parse(one) is { } amount
        && desired is JsonValue wants && wants.TryGetValue<string>(out var other) && Quantity.Parse(other) == amount;
}
