using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Resources;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.KubernetesTests.CustomResources;

/// <summary>The CEL rules, evaluated by a server.</summary>
[Collection(CrdServerCollection.Name)]
public sealed class RuleTests(CrdServerResources server) : IClassFixture<CrdServerResources>
{
    private const string Subscription = """
        {"apiVersion":"tgparser.io/v1alpha1","kind":"ChannelSubscription","metadata":{"name":"fixed"},
         "spec":{"userRef":{"name":"alice"},"channel":"@telegram"}}
        """;

    private const string Monitor = """
        {"apiVersion":"tgparser.io/v1alpha1","kind":"GroupMonitor","metadata":{"name":"fixed"},
         "spec":{"userRef":{"name":"alice"},"group":"@harbour_talk"}}
        """;

    [Fact]
    public async Task Every_rule_is_seen_to_refuse()
    {
        Assert.True(server.KnowsRules, "The server has dropped the CEL rules: it is older than 1.25.");
        var refusals = new List<(string Kind, string Said)>();
        foreach (var spec in SpecCases.All.Where(spec => spec.By is Refusal.Rule))
            refusals.Add((spec.Kind, await RefusalAsync(spec.Manifest(), "create", "--dry-run=server", "--validate=false")));
        await ApplyAsync(Subscription);
        refusals.Add(("ChannelSubscription", await RefusalAsync(OfBob(), "apply", "--server-side", "--dry-run=server")));
        await ApplyAsync(Monitor);
        refusals.Add(("GroupMonitor", await RefusalAsync(
            Monitor.Replace("alice", "bob", StringComparison.Ordinal), "apply", "--server-side", "--dry-run=server")));

        var rules = Directory.GetFiles(Path.Combine(Repository.Root, "crds"))
            .SelectMany(file => YamlJson.Documents(File.ReadAllText(file)))
            .SelectMany(crd => RulesOf(crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!, "")
                .Select(rule => (Kind: (string)crd["spec"]!["names"]!["kind"]!, rule.Path, rule.Message)))
            .ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Contains(refusals, refusal =>
            refusal.Kind == rule.Kind && refusal.Said.Contains(rule.Path, StringComparison.Ordinal) && refusal.Said.Contains(rule.Message, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_subscription_stays_with_its_user()
    {
        await ApplyAsync(Subscription);
        string[][] ways =
        [
            ["apply", "--server-side", "--force-conflicts", "--filename", "-"],
            ["replace", "--filename", "-"],
        ];
        foreach (var way in ways)
        {
            var refusal = await Assert.ThrowsAsync<CommandException>(
                () => server.Cluster.KubectlOnAsync(OfBob(), [.. way, "--namespace", server.Namespace]));
            Assert.Contains("userRef cannot change", refusal.Message, StringComparison.Ordinal);
        }
        await ApplyAsync(Subscription.Replace("@telegram", "@durov", StringComparison.Ordinal));
        Assert.Equal(
            "alice @durov",
            await server.Cluster.KubectlAsync(
                "get", "tgsub/fixed", "--namespace", server.Namespace, "--output", "jsonpath={.spec.userRef.name} {.spec.channel}"));
    }

    [Fact]
    public async Task Rules_hold_for_a_spec_that_a_patch_makes()
    {
        await ApplyAsync("""{"apiVersion":"tgparser.io/v1alpha1","kind":"TelegramUser","metadata":{"name":"patched"},"spec":{"schedule":{"interval":"1h"}}}""");
        var refusal = await Assert.ThrowsAsync<CommandException>(() => server.Cluster.KubectlAsync(
            "patch", "tguser/patched", "--namespace", server.Namespace, "--type=merge", "--patch", """{"spec":{"schedule":{"cron":"0 * * * *"}}}"""));
        Assert.Contains("either 'interval'", refusal.Message, StringComparison.Ordinal);
    }

    private static string OfBob() => Subscription.Replace("alice", "bob", StringComparison.Ordinal);

    private Task ApplyAsync(string manifest) => server.Cluster.ApplyAsync(manifest, server.Namespace);

    private async Task<string> RefusalAsync(string manifest, params string[] verb) => (await Assert.ThrowsAsync<CommandException>(
        () => server.Cluster.KubectlOnAsync(manifest, [.. verb, "--namespace", server.Namespace, "--filename", "-"]))).Message;

    // Where each rule stands, as refusals tell it, and what it says; of a list, its first item.
    private static IEnumerable<(string Path, string Message)> RulesOf(JsonNode schema, string path)
    {
        foreach (var rule in schema["x-kubernetes-validations"]?.AsArray() ?? [])
            yield return (path, (string)rule!["message"]!);
        var children = (schema["properties"]?.AsObject() ?? [])
            .Select(field => (Schema: field.Value!, Path: path.Length == 0 ? field.Key : $"{path}.{field.Key}"));
        if (schema["items"] is { } items)
            children = children.Append((items, $"{path}[0]"));
        foreach (var rule in children.SelectMany(child => RulesOf(child.Schema, child.Path)))
            yield return rule;
    }
}
