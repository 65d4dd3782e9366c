using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramParser.Harness.Fuzzing;

/// <summary>Puts another value in the place of one in a JSON text.</summary>
/// <param name="At">Which of them, as a share of all.</param>
/// <param name="Value">The other value, as JSON; empty to leave it out.</param>
internal sealed record JsonSwap(double At, string Value)
{
    /// <summary>What is put in.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        "", "null", "true", "0", "-1", "1.5", "1e300", "2147483648", "-9223372036854775808", "9223372036854775808", "\"\"", "\"a\"", "\"-1\"",
        "\"\\u0000\"", "[]", "[null]", "[[]]", "{}", "{\"@type\":\"unknown\"}", "{\"@type\":null}", "[{},null,1]",
    ];

    /// <summary>The text with the swap.</summary>
    public string On(string json)
    {
        var root = JsonNode.Parse(json);
        var places = Places(root).ToList();
        if (places.Count == 0)
            return json;
        var place = places[Math.Min(places.Count - 1, (int)(At * places.Count))];
        var parent = place.Parent!;
        if (parent is JsonObject fields)
        {
            var name = place.GetPropertyName();
            if (Value.Length == 0)
                fields.Remove(name);
            else
                fields[name] = JsonNode.Parse(Value);
        }
        else
        {
            var index = place.GetElementIndex();
            if (Value.Length == 0)
                parent.AsArray().RemoveAt(index);
            else
                parent[index] = JsonNode.Parse(Value);
        }
        return root!.ToJsonString(new JsonSerializerOptions { MaxDepth = 256 });
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var deeper in Places(child))
                yield return deeper;
        }
    }
}
