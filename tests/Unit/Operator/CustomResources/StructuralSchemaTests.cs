using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TelegramParser.Operator.CustomResources;

namespace TelegramParser.UnitTests.Operator.CustomResources;

/// <summary>
/// The schemas are structural
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema)
/// and say enough for <c>kubectl explain</c>.
/// </summary>
public sealed partial class StructuralSchemaTests
{
    public static TheoryData<string> Kinds { get; } = [.. CustomResourceDefinitions.All().Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_node_is_structural_and_described(string name)
    {
        var root = Schema(name);
        Assert.All(Nodes(root, ""), node =>
        {
            var type = node.Schema["type"]!.GetValue<string>();
            Assert.Equal(type is "object", node.Schema.ContainsKey("properties") || node.Schema.ContainsKey("additionalProperties") || node.Path is ".metadata");
            Assert.Equal(type is "array", node.Schema.ContainsKey("items"));
            foreach (var required in node.Schema["required"]?.AsArray() ?? [])
                Assert.True(node.Schema["properties"]!.AsObject().ContainsKey(required!.GetValue<string>()), $"{node.Path}.{required}");
            foreach (var rule in node.Schema["x-kubernetes-validations"]?.AsArray() ?? [])
                Assert.All(new[] { "rule", "message" }, field => Assert.NotEmpty(rule![field]!.GetValue<string>()));
            if (!IsServers(node.Path))
                Assert.NotEmpty(node.Schema["description"]!.GetValue<string>());
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_pattern_is_one_that_Go_understands(string name) =>
        Assert.All(Nodes(Schema(name), "").Where(node => node.Schema.ContainsKey("pattern")), node =>
        {
            var pattern = node.Schema["pattern"]!.GetValue<string>();
            _ = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            Assert.DoesNotMatch(LookAroundOrReference(), pattern);
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_default_fits_its_own_schema(string name) =>
        Assert.All(Nodes(Schema(name), "").Where(node => node.Schema.ContainsKey("default")), node =>
        {
            var value = node.Schema["default"]!;
            var fits = node.Schema["type"]!.GetValue<string>() switch
            {
                "object" => value.GetValueKind() is JsonValueKind.Object,
                "array" => value.GetValueKind() is JsonValueKind.Array,
                "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
                "integer" => value.GetValueKind() is JsonValueKind.Number,
                _ => value.GetValueKind() is JsonValueKind.String
                    && (node.Schema["enum"] is not JsonArray allowed || allowed.Any(one => JsonNode.DeepEquals(one, value)))
                    && (node.Schema["pattern"] is not { } pattern
                        || Regex.IsMatch(value.GetValue<string>(), pattern.GetValue<string>(), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))),
            };
            Assert.True(fits, $"{node.Path}: {value}");
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_column_shows_a_field_of_its_type(string name)
    {
        var nodes = Nodes(Schema(name), "").ToDictionary(node => node.Path, node => node.Schema, StringComparer.Ordinal);
        Assert.All(Version(name)["additionalPrinterColumns"]!.AsArray(), column =>
        {
            var (path, type) = (column!["jsonPath"]!.GetValue<string>(), column["type"]!.GetValue<string>());
            if (path.StartsWith(".metadata.", StringComparison.Ordinal))
                return;
            var field = nodes[Filter().Replace(path, "[]")];
            Assert.Equal(field["type"]!.GetValue<string>(), type is "date" ? "string" : type);
            if (type is "date")
                Assert.Equal("date-time", field["format"]!.GetValue<string>());
        });
    }

    private static JsonObject Schema(string name) => Version(name)["schema"]!["openAPIV3Schema"]!.AsObject();

    private static JsonObject Version(string name) =>
        Assert.Single(CustomResourceDefinitions.All().Single(definition => definition.Name == name).Manifest["spec"]!["versions"]!.AsArray())!.AsObject();

    private static IEnumerable<(string Path, JsonObject Schema)> Nodes(JsonObject schema, string path)
    {
        var children = (schema["properties"]?.AsObject() ?? []).Select(field => ($"{path}.{field.Key}", field.Value!.AsObject()));
        if (schema["items"] is JsonObject items)
            children = children.Append(($"{path}[]", items));
        if (schema["additionalProperties"] is JsonObject values)
            children = children.Append(($"{path}{{}}", values));
        return children.SelectMany(child => Nodes(child.Item2, child.Item1)).Prepend((path, schema));
    }

    // The server describes these itself, and the items of plain lists need nothing.
    private static bool IsServers(string path) =>
        path is ".apiVersion" or ".kind" or ".metadata" or ".metadata.name" || path.EndsWith("[]", StringComparison.Ordinal) || path.EndsWith("{}", StringComparison.Ordinal);

    [GeneratedRegex(@"\(\?(?!:)|\\[1-9]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LookAroundOrReference();

    [GeneratedRegex(@"\[\?\(@\.type==""[A-Za-z]+""\)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filter();
}
