using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>
/// Which manager gave which fields: <c>metadata.managedFields</c> in miniature. A field is the JSON pointer of a value
/// that is no object; lists are owned as a whole, which is what controllers that own all items of their lists see of
/// the real server, too.
/// </summary>
internal sealed class FieldOwnership
{
    public static readonly FieldOwnership None = new(ImmutableDictionary<string, ImmutableHashSet<string>>.Empty);

    private readonly ImmutableDictionary<string, ImmutableHashSet<string>> _managers;

    private FieldOwnership(ImmutableDictionary<string, ImmutableHashSet<string>> managers) => _managers = managers;

    /// <summary>Every field of a new object is its creator's.</summary>
    public static FieldOwnership Of(string manager, JsonObject created) =>
        new(None._managers.Add(manager, [.. Leaves(created).Select(leaf => leaf.Pointer)]));

    /// <summary>Merges what a manager applies into the live object, in place, and returns who owns what then.</summary>
    public FieldOwnership Apply(JsonObject live, JsonObject applied, string manager)
    {
        var leaves = Leaves(applied).ToList();
        var given = leaves.Select(leaf => leaf.Pointer).ToImmutableHashSet(StringComparer.Ordinal);
        var before = _managers.GetValueOrDefault(manager, []);
        var others = _managers.Remove(manager);

        foreach (var pointer in before.Except(given))
        {
            if (!others.Values.Any(fields => fields.Contains(pointer)))
                Remove(live, pointer);
        }
        foreach (var (pointer, value) in leaves)
        {
            if (Set(live, pointer, value))
                others = others.SetItems(others.Select(other => KeyValuePair.Create(other.Key, other.Value.Remove(pointer))));
        }
        return new FieldOwnership(others.SetItem(manager, given));
    }

    private static IEnumerable<(string Pointer, JsonNode Value)> Leaves(JsonObject node, string prefix = "")
    {
        foreach (var (name, value) in node)
        {
            var pointer = $"{prefix}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            switch (value)
            {
                case JsonObject { Count: > 0 } child:
                    foreach (var leaf in Leaves(child, pointer))
                        yield return leaf;
                    break;
                case not null:
                    yield return (pointer, value);
                    break;
            }
        }
    }

    // Returns whether the value was another one before.
    private static bool Set(JsonObject root, string pointer, JsonNode value)
    {
        var path = Segments(pointer);
        var parent = root;
        foreach (var name in path.AsSpan(0, path.Length - 1))
        {
            if (parent[name] is not JsonObject child)
                parent[name] = child = [];
            parent = child;
        }
        if (JsonNode.DeepEquals(parent[path[^1]], value))
            return false;
        // An empty object asks only for being there.
        if (value is JsonObject && parent[path[^1]] is JsonObject)
            return false;
        parent[path[^1]] = value.DeepClone();
        return true;
    }

    private static void Remove(JsonObject root, string pointer)
    {
        var path = Segments(pointer);
        var parents = new List<JsonObject> { root };
        foreach (var name in path.AsSpan(0, path.Length - 1))
        {
            if (parents[^1][name] is not JsonObject child)
                return;
            parents.Add(child);
        }
        for (var depth = path.Length - 1; depth >= 0; depth--)
        {
            parents[depth].Remove(path[depth]);
            if (parents[depth].Count > 0)
                return;
        }
    }

    private static string[] Segments(string pointer) =>
        [.. pointer[1..].Split('/').Select(segment =>
            segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
}
