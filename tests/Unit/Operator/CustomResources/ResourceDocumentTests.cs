using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness;
using TelegramParser.Operator.CustomResources;

namespace TelegramParser.UnitTests.Operator.CustomResources;

/// <summary>The tables of docs/resources.md have the fields of the schemas, no more and no less, with their defaults.</summary>
public sealed partial class ResourceDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "resources.md"));

    [Theory]
    [InlineData(ResourceNames.TelegramUser)]
    [InlineData(ResourceNames.ChannelSubscription)]
    [InlineData(ResourceNames.GroupMonitor)]
    public void Every_field_of_a_spec_has_its_row(string kind)
    {
        var rows = Rows(kind);
        var fields = Fields(Spec(kind), "").ToDictionary(field => field.Path, field => field.Schema, StringComparer.Ordinal);
        Assert.Equal(fields.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(fields.Where(field => field.Value.ContainsKey("default")), field =>
            Assert.Contains($"`{field.Value["default"]}`", rows[field.Key], StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_field_of_a_schedule_has_its_row() => Assert.Equal(
        Spec(ResourceNames.TelegramUser)["properties"]!["schedule"]!["properties"]!.AsObject().Select(field => field.Key),
        Rows("Schedule").Keys);

    private static JsonObject Spec(string kind) =>
        CustomResourceDefinitions.All()
            .Single(definition => definition.Manifest["spec"]!["names"]!["kind"]!.GetValue<string>() == kind)
            .Manifest["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!.AsObject();

    // A schedule has a section of its own.
    private static IEnumerable<(string Path, JsonObject Schema)> Fields(JsonObject schema, string path) =>
        schema["properties"] is JsonObject properties && path is not "schedule"
            ? properties.SelectMany(field => Fields(field.Value!.AsObject(), path.Length == 0 ? field.Key : $"{path}.{field.Key}"))
            : [(path, schema)];

    // The rows of the first table of a section: the first cell without its quotes, and the second.
    private static Dictionary<string, string> Rows(string section)
    {
        var text = Document[Document.IndexOf($"\n## {section}\n", StringComparison.Ordinal)..].Split("\n#")[1];
        return Row().Matches(text).ToDictionary(row => row.Groups["field"].Value, row => row.Groups["default"].Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\| `(?<field>[A-Za-z.]+)` \| (?<default>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
