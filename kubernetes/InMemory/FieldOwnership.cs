using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Patches;

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

    /// <summary>Who owns what after a manager has changed the object in another way than by applying.</summary>
    public FieldOwnership Changed(JsonObject before, JsonObject after, string manager)
    {
        var was = Leaves(before).ToDictionary(leaf => leaf.Pointer, leaf => leaf.Value, StringComparer.Ordinal);
        var given = Leaves(after)
            .Where(leaf => !was.Remove(leaf.Pointer, out var value) || !JsonNode.DeepEquals(value, leaf.Value))
            .Select(leaf => leaf.Pointer)
            .ToImmutableHashSet(StringComparer.Ordinal);
        var taken = given.Union(was.Keys);
        var managers = _managers.SetItems(_managers.Select(other => KeyValuePair.Create(other.Key, other.Value.Except(taken))));
        return new FieldOwnership(managers.SetItem(manager, managers.GetValueOrDefault(manager, []).Union(given)));
    }

    /// <summary>Fields that others own and that a manager would give another value, with one of their owners.</summary>
    public IEnumerable<(string Pointer, string Owner)> Conflicts(JsonObject live, JsonObject applied, string manager)
    {
        var values = Leaves(live).ToDictionary(leaf => leaf.Pointer, leaf => leaf.Value, StringComparer.Ordinal);
        return from leaf in Leaves(applied)
               where !values.TryGetValue(leaf.Pointer, out var value) || !JsonNode.DeepEquals(value, leaf.Value)
               let owner = _managers.FirstOrDefault(other => other.Key != manager && other.Value.Contains(leaf.Pointer)).Key
               where owner is not null
               select (leaf.Pointer, owner);
    }

    private static IEnumerable<(string Pointer, JsonNode Value)> Leaves(JsonObject node, string prefix = "")
    {
        foreach (var (name, value) in node)
        {
            var pointer = $"{prefix}/{JsonPointer.Escape(name)}";
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
        var path = JsonPointer.Segments(pointer);
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
        var path = JsonPointer.Segments(pointer);
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
}
