using System.Text.Json.Nodes;

namespace TelegramParser.Kubernetes.Patches;

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class JsonMerge
{
    /// <summary>A copy of the target with the patch merged in.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = target is JsonObject fields ? fields.DeepClone().AsObject() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Apply(merged[name], value);
        }
        return merged;
    }
}
