using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TelegramParser.Harness.Yaml;

/// <summary>YAML as JSON, the way Kubernetes reads it.</summary>
public static class YamlJson
{
    // Kubernetes' parser takes these for true and false (YAML 1.1), others take them for words.
    private static readonly string[] Ambiguous = ["y", "n", "yes", "no", "on", "off"];

    /// <summary>The documents that are not empty.</summary>
    /// <exception cref="InvalidDataException">A word without quotes means different things to different parsers.</exception>
    /// <exception cref="YamlException">It is no YAML; also when a key is there twice.</exception>
    public static IReadOnlyList<JsonNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Value(document.RootNode)).OfType<JsonNode>()];
    }

    private static JsonNode? Value(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(child => KeyValuePair.Create(Key(child.Key), Value(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Value)]),
        YamlScalarNode { Style: ScalarStyle.Plain } word => Plain(word.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value ?? ""),
        _ => throw new InvalidDataException($"Line {node.Start.Line} is neither mapping, list nor value."),
    };

    private static string Key(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static JsonNode? Plain(string word) => word switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when Ambiguous.Contains(word, StringComparer.OrdinalIgnoreCase) =>
            throw new InvalidDataException($"{word} stands without quotes."),
        // Kubernetes' parser reads a leading zero as octal, as in file modes.
        ['0', >= '0' and <= '9', ..] when word.All(char.IsAsciiDigit) => Convert.ToInt64(word, 8),
        _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => JsonValue.Create(word),
    };
}
