using System.Text.Json.Nodes;
using System.Xml.Linq;
using TelegramParser.Harness;

namespace TelegramParser.UnitTests.Documents;

/// <summary>That docs/dependencies.md lists what is built in, in the versions that the lock files pin.</summary>
public sealed class DependencyListTests
{
    private static readonly string[] Products = ["contracts", "kubernetes", "operator", "storage", "telemetry", "worker"];
    private static readonly string[] NpmFolders = ["worker/native", "tests/TelegramSimulator/schema", "tests/TelegramSimulator/mtcute", "tests/cluster/tools"];

    [Fact]
    public void Every_package_is_listed_with_its_version_and_licence_and_no_other()
    {
        var listed = File.ReadLines(At("docs/dependencies.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Package", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        Assert.All(listed, row => Assert.All(row[3..5], cell => Assert.NotEmpty(cell)));
        Assert.Equal(
            Products.SelectMany(Delivered).Concat(ForTests()).Concat(NpmFolders.SelectMany(Asked)).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            listed.Select(row => $"{row[1]} {row[2]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_package_is_pinned_by_a_hash()
    {
        Assert.All(Products.SelectMany(Locked), package => Assert.NotNull(package.Value!["contentHash"]));
        Assert.All(NpmFolders, folder => Assert.All(
            Read($"{folder}/package-lock.json")["packages"]!.AsObject().Where(package => package.Key.Length > 0),
            package => Assert.NotNull(package.Value!["integrity"])));
    }

    private static IEnumerable<string> Delivered(string project) => Locked(project).Select(package => $"{package.Key} {package.Value!["resolved"]}");

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Locked(string project) =>
        Read($"{project}/packages.lock.json")["dependencies"]!.AsObject()
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] != "Project");

    // What tests bring along beyond these is in their own lock files.
    private static IEnumerable<string> ForTests() =>
        XDocument.Load(At("Directory.Packages.props")).Descendants("ItemGroup")
            .Single(items => (string?)items.Attribute("Label") == "Build and tests").Elements()
            .Select(package => $"{package.Attribute("Include")!.Value} {package.Attribute("Version")!.Value}");

    private static IEnumerable<string> Asked(string folder) =>
        Read($"{folder}/package.json")["dependencies"]!.AsObject().Select(package => $"{package.Key} {package.Value}");

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(At(path)))!;

    private static string At(string path) => Path.Combine(Repository.Root, path);
}
