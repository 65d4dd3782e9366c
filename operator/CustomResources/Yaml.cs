using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TelegramParser.Operator.CustomResources;

/// <summary>
/// Writes JSON trees as block YAML, the same text for the same tree. Text that YAML could take for something else is written
/// as a JSON string, which YAML reads as such.
/// </summary>
internal static partial class Yaml
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tree as a YAML document.</summary>
    public static string Write(JsonObject tree)
    {
        var text = new StringBuilder();
        Append(text, tree, indent: 0);
        return text.ToString();
    }

    // What comes after a key or a dash that the line begins with.
    private static void Append(StringBuilder text, JsonNode? node, int indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } fields:
                foreach (var (name, value) in fields)
                {
                    Indent(text, indent).Append(Text(name)).Append(':');
                    AppendValue(text, value, indent + 2);
                }
                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items)
                {
                    Indent(text, indent).Append('-');
                    AppendValue(text, item, indent + 2);
                }
                break;
            default:
                text.Append(Scalar(node)).Append('\n');
                break;
        }
    }

    private static void AppendValue(StringBuilder text, JsonNode? value, int indent)
    {
        var isBlock = value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };
        if (isBlock && text[^1] == '-')
        {
            // The first field of a list's item stands on the line of its dash.
            var start = text.Length;
            Append(text, value, indent);
            text.Remove(start, indent - 1);
            return;
        }
        text.Append(isBlock ? '\n' : ' ');
        Append(text, value, indent);
    }

    private static StringBuilder Indent(StringBuilder text, int indent) => text.Append(' ', indent);

    private static string Scalar(JsonNode? node) =>
        node?.GetValueKind() is JsonValueKind.String ? Text(node.GetValue<string>()) : node?.ToJsonString() ?? "null";

    private static string Text(string text) =>
        Plain().IsMatch(text) && !Word().IsMatch(text) ? text : JsonSerializer.Serialize(text, Plainly);

    // Begins with a letter and holds nothing that has a meaning in YAML.
    [GeneratedRegex("^[A-Za-z]([A-Za-z0-9_./ ,;()'+=-]*[A-Za-z0-9_./,;()'+=-])?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();

    // Words that YAML 1.1 reads as true, false or null.
    [GeneratedRegex("^(y|n|yes|no|on|off|true|false|null)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
