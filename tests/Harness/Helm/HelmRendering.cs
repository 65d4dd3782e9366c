using System.Globalization;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.Harness.Helm;

/// <summary>Manifests that helm has rendered.</summary>
/// <param name="Text">As printed.</param>
public sealed record HelmRendering(string Text)
{
    private static readonly char[] Brackets = ['[', ']'];

    /// <summary>Each object.</summary>
    public IReadOnlyList<JsonObject> Objects { get; } = [.. YamlJson.Documents(Text).Select(document => document.AsObject())];

    /// <summary>All objects of a kind.</summary>
    public IReadOnlyList<JsonObject> Of(string kind) => [.. Objects.Where(obj => (string?)obj["kind"] == kind)];

    /// <summary>The object of a kind by its name, or null.</summary>
    public JsonObject? Find(string kind, string name) => Of(kind).SingleOrDefault(obj => (string?)obj["metadata"]!["name"] == name);

    /// <summary>The object of a kind by its name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public JsonObject One(string kind, string name = HelmChart.FullName) =>
        Find(kind, name) ?? throw new InvalidOperationException(
            $"No {kind} {name} among:\n{string.Join('\n', Objects.Select(obj => $"{obj["kind"]} {obj["metadata"]?["name"]}"))}");

    /// <summary>The pods that the objects make, by kind and name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Pods => Objects
        .Select(obj => (
            Name: $"{obj["kind"]} {obj["metadata"]!["name"]}",
            Spec: (string?)obj["kind"] == "Pod" ? obj["spec"] : (obj["spec"] as JsonObject)?["template"]?["spec"]))
        .Where(pod => pod.Spec is JsonObject)
        .ToDictionary(pod => pod.Name, pod => pod.Spec!.AsObject(), StringComparer.Ordinal);

    /// <summary>What is at a path.</summary>
    /// <param name="node">Where it begins.</param>
    /// <param name="path">Fields with dots between them; <c>[x]</c> is the item of a list at that index or with that <c>name</c>.</param>
    /// <returns>Null when there is nothing.</returns>
    public static JsonNode? At(JsonNode? node, string path) => path
        .Split('.')
        .SelectMany(field => field.Split(Brackets, StringSplitOptions.RemoveEmptyEntries))
        .Aggregate(node, (at, step) => at switch
        {
            JsonObject fields => fields[step],
            JsonArray items when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) =>
                index < items.Count ? items[index] : null,
            JsonArray items => items.SingleOrDefault(item => (string?)item?["name"] == step),
            _ => null,
        });
}
