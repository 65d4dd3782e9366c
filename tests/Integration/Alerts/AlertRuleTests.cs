using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Prometheus;

namespace TelegramParser.IntegrationTests.Alerts;

/// <summary>The alerts by Prometheus's own means: each fires, does not fire and resolves as its file in Cases says.</summary>
public sealed class AlertRuleTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Integration", "Alerts", "Cases");

    public static TheoryData<string> Alerts => [.. AlertRules.Names];

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_rules()
    {
        var (exitCode, said) = await Promtool.RunAsync(["check", "rules", "--lint=all", "--lint-fatal", "/dev/stdin"], await AlertRules.RenderAsync());
        Assert.True(exitCode == 0, said);
        Assert.Contains($"{AlertRules.Names.Count} rules found", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task It_fires_when_it_should_and_resolves(string alert)
    {
        var folder = Directory.CreateTempSubdirectory("tgp-alerts-");
        try
        {
            // What the alerts say is checked elsewhere; promtool would want it word by word.
            var rules = AlertRules.In(await AlertRules.RenderAsync());
            foreach (var rule in rules)
                rule.Remove("annotations");
            var groups = rules.Select(rule => (JsonNode)new JsonObject { ["name"] = (string?)rule["alert"], ["rules"] = new JsonArray(rule.DeepClone()) });
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.yaml"), new JsonObject { ["groups"] = new JsonArray([.. groups]) }.ToJsonString());
            var test = Path.Combine(folder.FullName, "test.yaml");
            await File.WriteAllTextAsync(test, $"rule_files: [rules.yaml]\n{await File.ReadAllTextAsync(Path.Combine(Cases, $"{alert}.yaml"))}");
            var (exitCode, said) = await Promtool.RunAsync(["test", "rules", test]);
            Assert.True(exitCode == 0, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
