using System.Text.Json.Nodes;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Kubernetes;

namespace TelegramParser.UnitTests.Charts;

public sealed class SwitchTests
{
    // Free-form parts of pods: one value each, whatever is in them.
    private static readonly string[] Whole =
        ["operator.resources", "web.resources", "postgres.resources", "podSecurityContext", "securityContext"];

    public static TheoryData<string> Paths => [.. ChartSwitch.All.Select(item => item.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_value_shows_where_it_should_and_leaves_pods_restricted(string path)
    {
        var item = ChartSwitch.All.Single(item => item.Path == path);
        var before = await HelmChart.TemplateAsync(ChartValues.With(item.Beside));
        var rendering = await HelmChart.RenderAsync(ChartValues.With([.. item.Beside, $"{item.Path}={item.Value}"]));
        Assert.NotEqual(before.Output, rendering.Text);

        var shown = rendering.Find(item.Kind, item.Name ?? HelmChart.FullName);
        var found = item.Where.Length == 0 ? shown : HelmRendering.At(shown, item.Where);
        Assert.True(
            JsonNode.DeepEquals(found, item.Expected is null ? null : JsonNode.Parse(item.Expected)),
            $"{item}: at {item.Where} of {item.Kind} is {found?.ToJsonString() ?? "nothing"}, not {item.Expected ?? "nothing"}.");
        Assert.All(rendering.Pods, pod => Assert.Empty(RestrictedPod.Violations(pod.Value)));
    }

    [Fact]
    public void Every_value_of_the_chart_is_tried() =>
        Assert.Equal(Leaves(HelmChart.DefaultValues(), "").Order(StringComparer.Ordinal), ChartSwitch.All.Select(item => item.Path).Order(StringComparer.Ordinal));

    [Fact]
    public async Task All_switches_together_render_too()
    {
        // The last of two that exclude each other wins; fullnameOverride would change all names; without any alert there are no rules.
        var together = ChartSwitch.All
            .Where(item => item.Path is not ("fullnameOverride" or "watch.namespace" or "telegram.existingSecret" or "proxy.existingSecret"
                or "database.existingSecret" or "postgres.enabled" or "crds.install" or "rbac.create" or "networkPolicy.enabled"
                or "podDisruptionBudget.enabled" or "metrics.enabled")
                && !(item.Path.StartsWith("alerts.rules.", StringComparison.Ordinal) && item.Path.EndsWith(".enabled", StringComparison.Ordinal)))
            .SelectMany(item => item.Beside.Append($"{item.Path}={item.Value}"))
            .Where(setting => setting != "postgres.enabled=false");
        var rendering = await HelmChart.RenderAsync(ChartValues.With(together));
        Assert.Equal(
            ["ClusterRole", "ClusterRoleBinding", "ConfigMap", "CustomResourceDefinition", "Deployment", "Ingress", "NetworkPolicy", "Pod",
                "PodDisruptionBudget", "PodMonitor", "PrometheusRule", "Role", "RoleBinding", "Secret", "Service", "ServiceAccount", "ServiceMonitor",
                "StatefulSet"],
            rendering.Objects.Select(obj => (string)obj["kind"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rendering.Pods, pod => Assert.Empty(RestrictedPod.Violations(pod.Value)));
    }

    [Fact]
    public async Task Names_of_objects_are_unique_and_their_namespace_is_that_of_the_release()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("rbac.aggregateToUserRoles=true"));
        Assert.Distinct(rendering.Objects.Select(obj => (obj["kind"]!.ToString(), obj["metadata"]!["name"]!.ToString())));
        Assert.All(
            rendering.Objects.Where(obj => (string?)obj["kind"] is not ("ClusterRole" or "CustomResourceDefinition")),
            obj => Assert.Equal(HelmChart.Namespace, (string?)obj["metadata"]!["namespace"]));
    }

    private static IEnumerable<string> Leaves(JsonObject values, string prefix) => values.SelectMany(value =>
        value.Value is JsonObject { Count: > 0 } fields && !Whole.Contains(prefix + value.Key, StringComparer.Ordinal)
            ? Leaves(fields, $"{prefix}{value.Key}.")
            : [prefix + value.Key]);
}
