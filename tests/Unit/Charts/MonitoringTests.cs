using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TelegramParser.Harness;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Prometheus;
using TelegramParser.UnitTests.Telemetry;

namespace TelegramParser.UnitTests.Charts;

/// <summary>That alerts and dashboards speak of what there is; what the alerts do is tested with Prometheus's own means.</summary>
public sealed partial class MonitoringTests
{
    private static readonly string[] Headings = ["## Meaning", "## Impact", "## Diagnosis", "## Mitigation"];

    public static TheoryData<string> Dashboards =>
        [.. Directory.GetFiles(Path.Combine(HelmChart.Folder, "dashboards"), "*.json").Select(file => Path.GetFileName(file))];

    [Fact]
    public async Task Every_alert_has_a_rule_a_value_a_runbook_and_a_line_in_the_documentation()
    {
        var rules = AlertRules.In(await AlertRules.RenderAsync());
        Assert.Equal(AlertRules.Names, rules.Select(rule => (string)rule["alert"]!).Order(StringComparer.Ordinal));
        Assert.Equal(AlertRules.Names, HelmChart.DefaultValues()["alerts"]!["rules"]!.AsObject().Select(rule => rule.Key).Order(StringComparer.Ordinal));
        var runbooks = Path.Combine(Repository.Root, "docs", "runbooks");
        Assert.Equal(AlertRules.Names, Directory.GetFiles(runbooks).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "alerts.md"));
        Assert.All(rules, rule =>
        {
            var name = (string)rule["alert"]!;
            Assert.Contains($"| [{name}](runbooks/{name}.md) |", document, StringComparison.Ordinal);
            Assert.All(["summary", "description"], text => Assert.NotEmpty((string?)rule["annotations"]![text] ?? ""));
            Assert.Equal($"docs/runbooks/{name}.md", (string?)rule["annotations"]!["runbook_url"]);
            var runbook = File.ReadAllLines(Path.Combine(runbooks, $"{name}.md"));
            Assert.Equal([$"# {name}", .. Headings], runbook.Where(line => line.StartsWith('#')));
        });
    }

    [Fact]
    public async Task Rules_use_metrics_that_are_emitted()
    {
        var rules = AlertRules.In(await AlertRules.RenderAsync());
        await AllAreEmittedAsync(rules.Select(rule => (string)rule["expr"]!));
        Assert.DoesNotContain(rules, rule => rule.ToJsonString().Contains("$job", StringComparison.Ordinal) || rule.ToJsonString().Contains("$threshold", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Dashboards_use_metrics_that_are_emitted_and_are_delivered_as_they_are(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(HelmChart.Folder, "dashboards", file));
        var dashboard = JsonNode.Parse(text)!;
        await AllAreEmittedAsync(dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!));
        var name = $"{HelmChart.FullName}-dashboard-{Path.GetFileNameWithoutExtension(file)}";
        var map = (await HelmChart.RenderAsync(ChartValues.With("dashboards.enabled=true"))).One("ConfigMap", name);
        Assert.Equal("1", (string?)map["metadata"]!["labels"]!["grafana_dashboard"]);
        var delivered = (string)map["data"]!.AsObject().Single().Value!;
        Assert.Equal(text.Replace("$job", HelmChart.FullName, StringComparison.Ordinal).Trim(), delivered.Trim());
    }

    [Theory]
    [InlineData("auto", false, false)]
    [InlineData("auto", true, true)]
    [InlineData("always", false, true)]
    [InlineData("never", true, false)]
    public async Task Objects_of_Prometheus_s_operator_are_made_where_the_cluster_knows_them_or_as_told(string create, bool known, bool made)
    {
        var result = await HelmTool.RunAsync(
            ["template", HelmChart.Release, HelmChart.Folder, "--namespace", HelmChart.Namespace, "--values", "-", .. known ? ["--api-versions", "monitoring.coreos.com/v1"] : Array.Empty<string>()],
            ChartValues.With($"monitors.create={create}", $"alerts.create={create}"));
        var rendering = new HelmRendering(result.Output);
        Assert.All(["ServiceMonitor", "PodMonitor", "PrometheusRule"], kind => Assert.Equal(made ? 1 : 0, rendering.Of(kind).Count));
    }

    [Fact]
    public async Task Alerts_that_are_disabled_are_not_in_the_rules_and_without_any_there_are_none()
    {
        Assert.Equal(
            AlertRules.Names.Where(name => name != "LoginPending"),
            (await RenderAsync("LoginPending")).SelectMany(file => AlertRules.In(file)).Select(rule => (string)rule["alert"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(await RenderAsync([.. AlertRules.Names]));

        // Of both kinds of objects.
        static async Task<IReadOnlyList<string>> RenderAsync(params IEnumerable<string> disabled)
        {
            var rendering = await HelmChart.RenderAsync(
                ChartValues.With(["alerts.create=always", "alerts.configMap=true", .. disabled.Select(name => $"alerts.rules.{name}.enabled=false")]));
            return
            [
                .. rendering.Of("PrometheusRule").Select(made => made["spec"]!.ToJsonString()),
                .. rendering.Of("ConfigMap").Where(map => (string?)map["metadata"]!["name"] == $"{HelmChart.FullName}-rules")
                    .Select(map => (string)map["data"]!["telegram-parser.yaml"]!),
            ];
        }
    }

    [Fact]
    public async Task The_monitors_find_the_ports_and_pods_that_there_are()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("monitors.create=always"));
        var served = rendering.One("Service", $"{HelmChart.FullName}-metrics")["spec"]!["ports"]!.AsArray().Select(port => (string)port!["name"]!);
        Assert.Equal(served, rendering.One("ServiceMonitor")["spec"]!["endpoints"]!.AsArray().Select(endpoint => (string)endpoint!["port"]!));
        var workers = rendering.One("PodMonitor", $"{HelmChart.FullName}-workers")["spec"]!;
        Assert.Equal([HelmChart.Namespace], workers["namespaceSelector"]!["matchNames"]!.AsArray().Select(ns => (string)ns!));
        var everywhere = await HelmChart.RenderAsync(ChartValues.With("monitors.create=always", "watch.allNamespaces=true"));
        Assert.True((bool?)everywhere.One("PodMonitor", $"{HelmChart.FullName}-workers")["spec"]!["namespaceSelector"]!["any"]);
    }

    [Fact]
    public async Task Alerts_about_a_login_lead_to_its_page()
    {
        Assert.Contains("http://localhost:8010/login/{{ $labels.user }}", await AlertRules.RenderAsync(), StringComparison.Ordinal);
        var given = await AlertRules.RenderAsync("alerts: {configMap: true}", "web: {publicUrl: 'https://tg.example/'}");
        Assert.Equal(2, Regex.Count(given, "https://tg.example/login/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var ingress = await AlertRules.RenderAsync("alerts: {configMap: true}", "ingress: {enabled: true, hosts: [{host: a.example}], tls: [{secretName: s}]}");
        Assert.Equal(2, Regex.Count(ingress, "https://a.example/login/", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static async Task AllAreEmittedAsync(IEnumerable<string> expressions)
    {
        var emitted = await EmittedMetrics.NamesAsync();
        var used = expressions.SelectMany(expression => Metric().Matches(expression).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(used);
        // Of a histogram three names are read.
        var known = emitted.Append("up").ToHashSet(StringComparer.Ordinal);
        Assert.All(used, name => Assert.True(known.Contains(name) || known.Contains(HistogramSuffix().Replace(name, "")), $"Nothing emits {name}."));
    }

    // A name before a selector; every series that is asked for has one.
    [GeneratedRegex(@"(?<name>[a-z_]+)\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistogramSuffix();
}
