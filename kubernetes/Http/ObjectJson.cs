using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>Objects in requests and answers.</summary>
internal static class ObjectJson
{
    private static readonly string[] CreatedByServer = ["generation", "creationTimestamp", "deletionTimestamp"];

    /// <summary>An object for a create: nothing that the server sets.</summary>
    public static JsonObject ForCreate<T>(T obj)
        where T : KubernetesObject, IResource => Desired(obj, [.. CreatedByServer, "uid", "resourceVersion"]);

    /// <summary>An object for an apply: what the server sets only as preconditions.</summary>
    public static JsonObject ForApply<T>(T obj)
        where T : KubernetesObject, IResource => Desired(obj, CreatedByServer);

    /// <summary>An object from an answer.</summary>
    /// <exception cref="JsonException">It does not fit its type; the message names the object.</exception>
    public static T Read<T>(JsonElement json)
        where T : KubernetesObject, IResource
    {
        try
        {
            return json.Deserialize<T>(KubernetesJson.Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new JsonException($"{T.Definition.Kind} \"{Name(json)}\" of the API server cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The resource version in the metadata of a list, an object or a bookmark.</summary>
    public static string ResourceVersion(JsonElement json) => MetadataField(json, "resourceVersion")
        ?? throw new JsonException("An answer of the API server has no metadata.resourceVersion.");

    /// <summary>A text in the metadata, or null.</summary>
    public static string? MetadataField(JsonElement json, string name) =>
        json.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Name(JsonElement json) => json.ValueKind is JsonValueKind.Object
        ? new ObjectKey(MetadataField(json, "namespace") ?? "", MetadataField(json, "name") ?? "").ToString()
        : "";

    private static JsonObject Desired<T>(T obj, IEnumerable<string> without)
        where T : KubernetesObject, IResource
    {
        var tree = KubernetesJson.ToNode(obj)!.AsObject();
        if (T.Definition.HasStatus)
            tree.Remove("status");
        var metadata = tree["metadata"]!.AsObject();
        foreach (var field in without)
            metadata.Remove(field);
        return tree;
    }
}
