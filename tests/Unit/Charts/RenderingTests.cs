using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TelegramParser.Harness;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.UnitTests.Charts;

public sealed partial class RenderingTests
{
    [Theory]
    [InlineData("postgres.enabled=true")]
    [InlineData("database.existingSecret=db")]
    public async Task Helm_lint_finds_nothing(string setting)
    {
        var result = await HelmTool.RunAsync(["lint", "--strict", HelmChart.Folder, "--values", "-"], ChartValues.Of(setting));
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.DoesNotContain("[WARNING]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rendering_twice_gives_the_same_bytes()
    {
        var values = ChartValues.With("telegram.apiId=1", "telegram.apiHash=0123456789abcdef0123456789abcdef", "replicas=2", "rbac.aggregateToUserRoles=true");
        var first = await HelmChart.TemplateAnewAsync(values);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, (await HelmChart.TemplateAnewAsync(values)).Output);
    }

    [Fact]
    public void Templates_ask_neither_the_cluster_nor_chance()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(HelmChart.Folder, "templates"), "*", SearchOption.AllDirectories))
            Assert.False(Unrepeatable().IsMatch(File.ReadAllText(file)), $"{file} renders differently each time.");
    }

    [Fact]
    public async Task No_Secret_is_rendered_but_those_of_the_values()
    {
        // One that the cluster fills in holds nothing yet.
        var empty = Assert.Single((await HelmChart.RenderAsync(ChartValues.With())).Of("Secret"));
        Assert.Equal(("kubernetes.io/service-account-token", null, null), ((string?)empty["type"], empty["data"], empty["stringData"]));

        var hash = "0123456789abcdef0123456789abcdef";
        var rendering = await HelmChart.RenderAsync(ChartValues.With("telegram.apiId=77001", $"telegram.apiHash={hash}", "proxy.url=socks5://me:hunter2@host:1080"));
        Assert.Equal(3, rendering.Of("Secret").Count);
        var elsewhere = rendering.Objects.Where(obj => (string?)obj["kind"] != "Secret").Select(obj => obj.ToJsonString());
        Assert.All(elsewhere, text => Assert.DoesNotMatch($"{hash}|hunter2|77001", text));
    }

    [Fact]
    public async Task Definitions_are_as_generated_and_stay_when_the_release_goes()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With(), "1.23.0");
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "crds"), "*.yaml");
        Assert.Equal(files.Length, rendering.Of("CustomResourceDefinition").Count);
        Assert.All(files, file =>
        {
            var generated = YamlJson.Documents(File.ReadAllText(file)).Single().AsObject();
            var rendered = rendering.One("CustomResourceDefinition", (string)generated["metadata"]!["name"]!);
            Assert.Equal("keep", (string?)rendered["metadata"]!["annotations"]!["helm.sh/resource-policy"]);
            Assert.Equal(generated["spec"]!.ToJsonString(), rendered["spec"]!.ToJsonString());
            // A text that was a template would have lost what is in braces.
            Assert.Contains(File.ReadAllText(file).Split("\nspec:", 2)[1].Trim(), rendering.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Servers_that_know_no_rules_get_the_definitions_without_them()
    {
        const string rules = "x-kubernetes-validations";
        var before = await HelmChart.RenderAsync(ChartValues.With(), "1.22.17");
        var since = await HelmChart.RenderAsync(ChartValues.With(), "1.23.0");
        Assert.DoesNotContain(rules, before.Text, StringComparison.Ordinal);
        Assert.Contains(rules, since.Text, StringComparison.Ordinal);
        Assert.All(since.Of("CustomResourceDefinition"), definition =>
        {
            var older = before.One("CustomResourceDefinition", (string)definition["metadata"]!["name"]!);
            Drop(definition);
            Assert.True(JsonNode.DeepEquals(definition, older), $"{older["metadata"]!["name"]} lost more than its rules.");
        });

        static void Drop(JsonNode? node)
        {
            (node as JsonObject)?.Remove(rules);
            foreach (var child in node switch { JsonObject fields => fields.Select(field => field.Value), JsonArray items => items, _ => [] })
                Drop(child);
        }
    }

    [Fact]
    public async Task Every_object_has_the_recommended_labels()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("replicas=2", "ingress.enabled=true", "ingress.hosts=[{host: a}]", "rbac.aggregateToUserRoles=true"));
        string[] labels = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/version", "app.kubernetes.io/component", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by", "helm.sh/chart"];
        Assert.All(
            rendering.Objects.Where(obj => (string?)obj["kind"] != "CustomResourceDefinition"),
            obj => Assert.All(labels, label => Assert.NotNull(obj["metadata"]!["labels"]![label])));
    }

    [Theory]
    [InlineData("Deployment", HelmChart.FullName)]
    [InlineData("StatefulSet", HelmChart.FullName + "-postgres")]
    public async Task A_new_version_of_the_chart_changes_no_selector_and_leaves_Postgres_alone(string kind, string name)
    {
        var workload = (await HelmChart.RenderAsync(ChartValues.With())).One(kind, name);
        var selector = workload["spec"]!["selector"]!["matchLabels"]!.AsObject().Select(label => label.Key);
        Assert.Equal(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"], selector);
        if (kind == "StatefulSet")
            Assert.DoesNotContain("0.1.0", workload["spec"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.20.2", "policy/v1beta1")]
    [InlineData("1.21.0", "policy/v1")]
    [InlineData("1.35.1-eks-1", "policy/v1")]
    public async Task The_disruption_budget_has_the_version_that_the_cluster_serves(string kubernetes, string expected)
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("replicas=2"), kubernetes);
        Assert.Equal(expected, (string?)rendering.One("PodDisruptionBudget")["apiVersion"]);
        Assert.Null((await HelmChart.RenderAsync(ChartValues.With("replicas=1"), kubernetes)).Find("PodDisruptionBudget", HelmChart.FullName));
    }

    [Theory]
    [InlineData("1.19.16", false)]
    [InlineData("1.20.2", true)]
    public async Task Kubernetes_is_1_20_or_newer(string kubernetes, bool taken) =>
        Assert.Equal(taken, (await HelmChart.TemplateAsync(ChartValues.With(), kubernetes)).ExitCode == 0);

    [Fact]
    public void Chart_and_program_have_one_version()
    {
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        var chart = YamlJson.Documents(File.ReadAllText(Path.Combine(HelmChart.Folder, "Chart.yaml"))).Single();
        Assert.Equal((version, version), ((string?)chart["version"], (string?)chart["appVersion"]));
    }

    [Theory]
    [InlineData("a-release-name-as-long-as-helm-allows-it-fifty-three1")]
    [InlineData("telegram-parser-operator")]
    public async Task Names_fit_whatever_the_release_is_called(string release)
    {
        var result = await HelmTool.RunAsync(["template", release, HelmChart.Folder, "--values", "-"], ChartValues.With());
        var rendering = new HelmRendering(result.Output);
        // A DNS label; less what the StatefulSet controller adds to the names of pods and revisions.
        Assert.All(rendering.Objects, obj => Assert.InRange(((string)obj["metadata"]!["name"]!).Split('.')[0].Length, 1, 63));
        Assert.All(rendering.Of("StatefulSet"), obj => Assert.InRange(((string)obj["metadata"]!["name"]!).Length, 1, 52));
        Assert.DoesNotContain("operator-telegram-parser-operator", result.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(lookup|rand\w+|gen\w*(Cert|CA|PrivateKey)|uuidv4|now|Release\.Revision|htpasswd|bcrypt|derivePassword)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unrepeatable();
}
