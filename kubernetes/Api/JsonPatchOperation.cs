using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Patches;

namespace TelegramParser.Kubernetes.Api;

/// <summary>One operation of a <see cref="JsonPatch"/>. Paths are JSON pointers: see <see cref="JsonPointer.Of"/>.</summary>
public sealed record JsonPatchOperation
{
    private readonly string _name;
    private readonly string _path;
    private readonly JsonNode? _value;

    private JsonPatchOperation(string name, string path, JsonNode? value = null) => (_name, _path, _value) = (name, path, value);

    /// <summary>Sets a field, or puts an item into a list (<c>-</c> is its end).</summary>
    public static JsonPatchOperation Add(string path, JsonNode? value) => new("add", path, value);

    /// <summary>Changes a value that is there.</summary>
    public static JsonPatchOperation Replace(string path, JsonNode? value) => new("replace", path, value);

    /// <summary>Removes a value that is there.</summary>
    public static JsonPatchOperation Remove(string path) => new("remove", path);

    /// <summary>Refuses the whole patch unless the value is this one.</summary>
    public static JsonPatchOperation Test(string path, JsonNode? value) => new("test", path, value);

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["op"] = _name, ["path"] = _path };
        if (_name is not "remove")
            json["value"] = _value?.DeepClone();
        return json;
    }

    // Changes the tree in place and returns its root.
    internal JsonNode ApplyTo(JsonNode root)
    {
        var path = JsonPointer.Segments(_path);
        if (path.Length == 0)
            throw Mismatch("the whole object cannot be changed");
        JsonNode? parent = root;
        foreach (var segment in path.AsSpan(0, path.Length - 1))
            parent = Child(parent, segment);
        switch (parent)
        {
            case JsonObject fields:
                ApplyTo(fields, path[^1]);
                break;
            case JsonArray items:
                ApplyTo(items, path[^1]);
                break;
            default:
                throw Mismatch("its parent does not exist");
        }
        return root;
    }

    private void ApplyTo(JsonObject fields, string name)
    {
        if (_name is not "add" && !fields.ContainsKey(name))
            throw Mismatch("it does not exist");
        if (_name is "test")
            Compare(fields[name]);
        else if (_name is "remove")
            fields.Remove(name);
        else
            fields[name] = _value?.DeepClone();
    }

    private void ApplyTo(JsonArray items, string name)
    {
        if (_name is "add")
        {
            items.Insert(name is "-" ? items.Count : Index(items.Count), _value?.DeepClone());
            return;
        }
        var index = Index(items.Count - 1);
        if (_name is "test")
            Compare(items[index]);
        else if (_name is "remove")
            items.RemoveAt(index);
        else
            items[index] = _value?.DeepClone();

        int Index(int last) => int.TryParse(name, out var index) && index >= 0 && index <= last
            ? index
            : throw Mismatch("the list has no such index");
    }

    private static JsonNode? Child(JsonNode? parent, string segment) => parent switch
    {
        JsonObject fields => fields[segment],
        JsonArray items when int.TryParse(segment, out var index) && index >= 0 && index < items.Count => items[index],
        _ => null,
    };

    private void Compare(JsonNode? found)
    {
        if (!JsonNode.DeepEquals(found, _value))
            throw Mismatch("it has another value");
    }

    private PatchMismatchException Mismatch(string why) => new($"{_name} {_path}: {why}");
}
