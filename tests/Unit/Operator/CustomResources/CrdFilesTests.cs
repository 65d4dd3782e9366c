using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Operator.CustomResources;
using YamlDotNet.RepresentationModel;

namespace TelegramParser.UnitTests.Operator.CustomResources;

public sealed class CrdFilesTests
{
    [Theory]
    [InlineData("crds")]
    [InlineData("charts/telegram-parser-operator/files/crds")]
    public void The_files_are_those_of_the_types(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, folder))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);
        var generated = CustomResourceDefinitions.All()
            .ToDictionary(definition => definition.FileName, definition => definition.ToYaml(), StringComparer.Ordinal);
        Assert.True(
            files.Count == generated.Count && generated.All(file => files.GetValueOrDefault(file.Key) == file.Value),
            $"{folder} is stale. Run make crds.");
    }

    [Fact]
    public void The_yaml_says_what_the_tree_says() => Assert.All(CustomResourceDefinitions.All(), definition =>
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(definition.ToYaml()));
        AssertSame(definition.Manifest, stream.Documents.Single().RootNode, definition.Name);
    });

    private static void AssertSame(JsonNode? expected, YamlNode actual, string path)
    {
        switch (expected)
        {
            case JsonObject fields:
                var mapping = Assert.IsType<YamlMappingNode>(actual);
                Assert.Equal(fields.Select(field => field.Key), mapping.Children.Keys.Select(key => ((YamlScalarNode)key).Value));
                foreach (var (name, value) in fields)
                    AssertSame(value, mapping[name], $"{path}.{name}");
                break;
            case JsonArray items:
                var sequence = Assert.IsType<YamlSequenceNode>(actual);
                Assert.Equal(items.Count, sequence.Children.Count);
                for (var i = 0; i < items.Count; i++)
                    AssertSame(items[i], sequence[i], $"{path}[{i}]");
                break;
            default:
                Assert.Equal(expected!.ToString(), Assert.IsType<YamlScalarNode>(actual).Value);
                break;
        }
    }
}
