using System.Text.RegularExpressions;
using TelegramParser.Harness;
using TelegramParser.Harness.Resources;

namespace TelegramParser.KubernetesTests.CustomResources;

/// <summary>What a real API server takes, refuses and fills in. The controllers are held to the same cases in the unit tests.</summary>
public abstract partial class AdmissionTests(CustomResourcesServer server)
{
    [Fact]
    public async Task The_server_refuses_what_the_schema_and_the_rules_refuse()
    {
        // All at once: kubectl tells of each that is refused and goes on.
        var manifests = SpecCases.All.Select((spec, number) => spec.Manifest($"sample-{number}"));
        var said = Invalid().Split(await RefusalAsync(string.Join("\n---\n", manifests)) ?? "");
        Assert.All(SpecCases.All.Select((spec, number) => (spec, number)), one =>
        {
            var refusal = said.FirstOrDefault(words => words.StartsWith($"\"sample-{one.number}\"", StringComparison.Ordinal));
            if (one.spec.By is Refusal.Schema || (one.spec.By is Refusal.Rule && server.KnowsRules))
                Assert.Contains(one.spec.Told, refusal ?? $"{one.spec} was taken", StringComparison.Ordinal);
            else
                Assert.Null(refusal);
        });
    }

    [Fact]
    public async Task Names_that_pods_cannot_have_are_refused()
    {
        const string dotted = """{"apiVersion":"tgparser.io/v1alpha1","kind":"TelegramUser","metadata":{"name":"alice.two"},"spec":{}}""";
        Assert.Contains("metadata.name", await RefusalAsync(dotted), StringComparison.Ordinal);
        Assert.Contains("metadata.name", await RefusalAsync(dotted.Replace("alice.two", new string('a', 46), StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Null(await RefusalAsync(dotted.Replace("alice.two", new string('a', 45), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Defaults_are_filled_in()
    {
        await ApplyAsync("""{"apiVersion":"tgparser.io/v1alpha1","kind":"TelegramUser","metadata":{"name":"plain"},"spec":{}}""");
        await ApplyAsync("""
            {"apiVersion":"tgparser.io/v1alpha1","kind":"ChannelSubscription","metadata":{"name":"plain"},
             "spec":{"userRef":{"name":"plain"},"channel":"@telegram","refresh":{}}}
            """);
        await ApplyAsync("""
            {"apiVersion":"tgparser.io/v1alpha1","kind":"GroupMonitor","metadata":{"name":"plain"},
             "spec":{"userRef":{"name":"plain"},"group":"@harbour_talk","triggers":{}}}
            """);
        Assert.Equal("true true 5", await ReadAsync("tgmon/plain", "{.spec.triggers.mentions} {.spec.triggers.replies} {.spec.contextMessages}"));
        Assert.Equal("QrCode false Retain false", await ReadAsync("tguser/plain", "{.spec.login.method} {.spec.suspend} {.spec.deletionPolicy} {.spec.logoutOnDelete}"));
        Assert.Equal("false false 3d 1h", await ReadAsync("tgsub/plain", "{.spec.join} {.spec.suspend} {.spec.refresh.window} {.spec.refresh.interval}"));
    }

    [Fact]
    public async Task A_schedule_can_change_from_an_interval_to_a_cron_expression()
    {
        const string user = """{"apiVersion":"tgparser.io/v1alpha1","kind":"TelegramUser","metadata":{"name":"changes"},"spec":{"schedule":{"interval":"1h"}}}""";
        await ApplyAsync(user);
        await ApplyAsync(user.Replace("\"interval\":\"1h\"", "\"cron\":\"0 * * * *\"", StringComparison.Ordinal));
        Assert.Equal("{\"cron\":\"0 * * * *\"}", await ReadAsync("tguser/changes", "{.spec.schedule}"));
    }

    [Fact]
    public async Task A_field_that_nobody_knows_is_pruned()
    {
        await server.Cluster.KubectlOnAsync(
            """{"apiVersion":"tgparser.io/v1alpha1","kind":"TelegramUser","metadata":{"name":"future"},"spec":{"colour":"blue"}}""",
            "create", "--validate=false", "--namespace", server.Namespace, "--filename", "-");
        Assert.Equal("", await ReadAsync("tguser/future", "{.spec.colour}"));
    }

    [Fact]
    public async Task What_another_manager_has_applied_stays()
    {
        const string user = """{"apiVersion":"tgparser.io/v1alpha1","kind":"TelegramUser","metadata":{"name":"shared"},"spec":{"schedule":{"interval":"1h"}}}""";
        await ApplyAsync(user);
        var other = user.Replace("\"schedule\":{\"interval\":\"1h\"}", "\"suspend\":true", StringComparison.Ordinal);
        await ApplyAsAnotherAsync(other);
        Assert.Equal("1h true", await ReadAsync("tguser/shared", "{.spec.schedule.interval} {.spec.suspend}"));

        var refusal = await Assert.ThrowsAsync<CommandException>(() => ApplyAsAnotherAsync(user.Replace("1h", "2h", StringComparison.Ordinal)));
        Assert.Contains("conflict", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1h", await ReadAsync("tguser/shared", "{.spec.schedule.interval}"));
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("monitors")]
    [InlineData("demo")]
    public Task Every_example_is_taken(string folder) => server.Cluster.KubectlAsync(
        "apply", "--dry-run=server", "--namespace", server.Namespace, "--filename", Path.Combine(Repository.Root, "examples", folder));

    private async Task<string?> RefusalAsync(string manifests)
    {
        try
        {
            await server.Cluster.KubectlOnAsync(
                manifests, "create", "--dry-run=server", "--validate=false", "--namespace", server.Namespace, "--filename", "-");
            return null;
        }
        catch (CommandException e)
        {
            return e.Message;
        }
    }

    private Task<string> ApplyAsync(string manifest) => server.Cluster.ApplyAsync(manifest, server.Namespace);

    private Task<string> ApplyAsAnotherAsync(string manifest) => server.Cluster.KubectlOnAsync(
        manifest, "apply", "--server-side", "--field-manager", "another", "--namespace", server.Namespace, "--filename", "-");

    private Task<string> ReadAsync(string name, string path) =>
        server.Cluster.KubectlAsync("get", name, "--namespace", server.Namespace, "--output", $"jsonpath={path}");

    [GeneratedRegex("(?=\"sample-[0-9]+\" is invalid)", RegexOptions.None, 1000)]
    private static partial Regex Invalid();
}
