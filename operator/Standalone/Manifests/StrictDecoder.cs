using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using TelegramParser.Kubernetes.Objects;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>
/// Turns YAML into the JSON of a type, as strictly as an API server with the type's schema: an unknown field, a missing one
/// or a value of another type is an error with its line and path. Nulls are absent fields, as in Kubernetes.
/// </summary>
/// <param name="report">Told of each error: line and message.</param>
internal sealed class StrictDecoder(Action<long, string> report)
{
    /// <summary>The JSON of a node; useful only when nothing was reported.</summary>
    public JsonNode? Decode(YamlNode node, Type type) => Value(node, type, "");

    private JsonNode? Value(YamlNode node, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = KubernetesJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Object(node, info, path),
            JsonTypeInfoKind.Dictionary => Dictionary(node, info, path),
            JsonTypeInfoKind.Enumerable => List(node, info, path),
            _ => Scalar(node, type, path),
        };
    }

    private JsonObject? Object(YamlNode node, JsonTypeInfo info, string path)
    {
        if (node is not YamlMappingNode mapping)
            return Fail<JsonObject>(node, path, "must be a mapping of fields");
        var fields = info.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        var result = new JsonObject();
        foreach (var (key, value) in mapping)
        {
            var name = Name(key);
            if (!fields.TryGetValue(name, out var field))
                report(key.Start.Line, $"{Join(path, name)} is not a known field. {Suggestion.For(name, fields.Keys)}");
            else if (!IsNull(value))
                result[name] = Value(value, field.PropertyType, Join(path, name));
        }
        foreach (var missing in fields.Values.Where(field => field.IsRequired && !result.ContainsKey(field.Name)))
            report(mapping.Start.Line, $"{Join(path, missing.Name)} is required.");
        return result;
    }

    private JsonObject? Dictionary(YamlNode node, JsonTypeInfo info, string path)
    {
        if (node is not YamlMappingNode mapping)
            return Fail<JsonObject>(node, path, "must be a mapping of keys to values");
        var result = new JsonObject();
        foreach (var (key, value) in mapping)
            result[Name(key)] = Value(value, info.ElementType!, Join(path, Name(key)));
        return result;
    }

    private JsonArray? List(YamlNode node, JsonTypeInfo info, string path) =>
        node is YamlSequenceNode sequence
            ? [.. sequence.Select((item, index) => Value(item, info.ElementType!, $"{path}[{index}]"))]
            : Fail<JsonArray>(node, path, "must be a list");

    private JsonValue? Scalar(YamlNode node, Type type, string path)
    {
        if (node is not YamlScalarNode { Value: { } text } scalar)
            return Fail<JsonValue>(node, path, $"must be {Describe(type)}");
        // JSON's words have a meaning only without quotes.
        var word = scalar.Style is ScalarStyle.Plain ? text : null;
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Contains(text, StringComparer.Ordinal)
                ? JsonValue.Create(text)
                : Fail<JsonValue>(node, path, $"cannot be '{text}'.", Suggestion.For(text, Enum.GetNames(type)));
        }
        return Type.GetTypeCode(type) switch
        {
            TypeCode.String when word is null || !MeansNoString(word) => JsonValue.Create(text),
            TypeCode.String => Fail<JsonValue>(node, path, $"must be a string, and {text} is none.", $"Write \"{text}\", in quotes."),
            TypeCode.Boolean when word is "true" or "false" => JsonValue.Create(word is "true"),
            TypeCode.Int32 when int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            TypeCode.Int64 when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            TypeCode.Object when type == typeof(DateTimeOffset) && Rfc3339(text) is { } instant => instant,
            TypeCode.Object when type == typeof(byte[]) && IsBase64(text) => JsonValue.Create(text),
            _ => Fail<JsonValue>(node, path, $"must be {Describe(type)}, and '{text}' is none."),
        };
    }

    private T? Fail<T>(YamlNode node, string path, string problem, string advice = "")
        where T : JsonNode
    {
        var what = path.Length == 0 ? "The document" : path;
        report(node.Start.Line, $"{what} {problem}{(problem.EndsWith('.') ? "" : ".")} {advice}".TrimEnd());
        return null;
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private static bool MeansNoString(string word) =>
        word is "true" or "false" or "null" or "~" or ""
        || double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static JsonValue? Rfc3339(string text) =>
        text.Contains('T', StringComparison.Ordinal)
        && (text.EndsWith('Z') || text.AsSpan(text.IndexOf('T', StringComparison.Ordinal)).ContainsAny('+', '-'))
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant)
            ? JsonValue.Create(instant)
            : null;

    private static bool IsBase64(string text) => System.Buffers.Text.Base64.IsValid(text);

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(string) => "a string",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(DateTimeOffset) => "an instant such as 2026-01-31T00:00:00Z",
        _ when type == typeof(byte[]) => "base64 (use stringData for plain text)",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "a whole number",
    };

    private static string Name(YamlNode key) => (key as YamlScalarNode)?.Value ?? key.ToString();

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
