using System.Text.Json.Nodes;
using TelegramParser.Harness.Helm;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Charts;

public sealed class NetworkTests
{
    private const string Postgres = HelmChart.FullName + "-postgres";

    [Fact]
    public async Task Services_and_policies_select_the_pods_that_they_are_for()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("replicas=2"));
        var pods = rendering.Objects.Where(obj => (string?)obj["kind"] is "Deployment" or "StatefulSet" or "Pod").ToDictionary(
            obj => (string)obj["kind"]!, obj => (HelmRendering.At(obj, "spec.template.metadata") ?? obj["metadata"])!["labels"]!.AsObject(), StringComparer.Ordinal);
        (string Kind, string Name, string Path, string Selected)[] selectors =
        [
            ("Deployment", HelmChart.FullName, "spec.selector.matchLabels", "Deployment"),
            ("Service", HelmChart.FullName, "spec.selector", "Deployment"),
            ("Service", HelmChart.FullName + "-metrics", "spec.selector", "Deployment"),
            ("NetworkPolicy", HelmChart.FullName, "spec.podSelector.matchLabels", "Deployment"),
            ("PodDisruptionBudget", HelmChart.FullName, "spec.selector.matchLabels", "Deployment"),
            ("StatefulSet", Postgres, "spec.selector.matchLabels", "StatefulSet"),
            ("Service", Postgres, "spec.selector", "StatefulSet"),
            ("NetworkPolicy", Postgres, "spec.podSelector.matchLabels", "StatefulSet"),
        ];
        Assert.All(selectors, selector =>
        {
            var labels = HelmRendering.At(rendering.One(selector.Kind, selector.Name), selector.Path)!.AsObject();
            Assert.Equal([selector.Selected], pods.Where(pod => Selects(labels, pod.Value)).Select(pod => pod.Key));
        });
    }

    [Fact]
    public async Task Services_lead_to_ports_that_the_containers_have()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With());
        Assert.Equal(("http", 8010), PortOf("Deployment", HelmChart.FullName, "web", HelmChart.FullName));
        Assert.Equal(("metrics", 9090), PortOf("Deployment", HelmChart.FullName, "operator", HelmChart.FullName + "-metrics"));
        Assert.Equal(("web-metrics", 9091), PortOf("Deployment", HelmChart.FullName, "web", HelmChart.FullName + "-metrics", index: 1));
        Assert.Equal(("postgres", 5432), PortOf("StatefulSet", Postgres, "postgres", Postgres));

        (string? Target, long Number) PortOf(string kind, string name, string container, string service, int index = 0)
        {
            var target = (string?)HelmRendering.At(rendering.One("Service", service), $"spec.ports[{index}].targetPort");
            return (target, (long)HelmRendering.At(rendering.One(kind, name), $"spec.template.spec.containers[{container}].ports[{target}].containerPort")!);
        }
    }

    [Fact]
    public async Task Ports_of_Services_say_their_protocol_without_which_old_servers_refuse_an_apply() =>
        Assert.All(
            (await HelmChart.RenderAsync(ChartValues.With())).Of("Service").SelectMany(service => service["spec"]!["ports"]!.AsArray()),
            port => Assert.Equal("TCP", (string?)port!["protocol"]));

    [Theory]
    [InlineData("app.kubernetes.io/name=prometheus", """{"app.kubernetes.io/name":"prometheus"}""")]
    [InlineData("app=prom,team=news", """{"app":"prom","team":"news"}""")]
    [InlineData("any", null)]
    public async Task The_operator_pod_takes_requests_for_the_API_and_of_Prometheus_alone(string selector, string? labels)
    {
        var policy = (await HelmChart.RenderAsync(ChartValues.With($"networkPolicy.prometheusSelector='{selector}'"))).One("NetworkPolicy");
        Assert.Equal("""["Ingress"]""", policy["spec"]!["policyTypes"]!.ToJsonString());
        var rules = policy["spec"]!["ingress"]!.AsArray();
        Assert.Equal(["""[{"port":8010}]""", """[{"port":9090},{"port":9091}]"""], rules.Select(rule => rule!["ports"]!.ToJsonString()));
        Assert.Null(rules[0]!["from"]);
        var from = rules[1]!["from"]?.AsArray().Single();
        Assert.Equal(labels, HelmRendering.At(from, "podSelector.matchLabels")?.ToJsonString());
        Assert.Equal(labels is null ? null : "{}", from?["namespaceSelector"]!.ToJsonString());
    }

    [Theory]
    [InlineData("networkPolicy.enabled=true", "on")]
    [InlineData("networkPolicy.enabled=false", "off")]
    public async Task The_operator_makes_the_workers_policies_for_its_own_pods(string setting, string expected)
    {
        var deployment = (await HelmChart.RenderAsync(ChartValues.With(setting))).One("Deployment");
        var environment = HelmRendering.At(deployment, "spec.template.spec.containers[operator].env")!;
        Assert.Equal(expected, (string?)HelmRendering.At(environment, "[TGPARSER_NETWORK_POLICIES].value"));
        var labels = HelmRendering.At(deployment, "spec.template.metadata.labels")!;
        Assert.All(
            ((string)HelmRendering.At(environment, "[TGPARSER_WEB_SELECTOR].value")!).Split(','),
            label => Assert.Equal(label.Split('=')[1], (string?)labels[label.Split('=')[0]]));
    }

    [Fact]
    public async Task Who_may_reach_the_API_is_a_value_and_the_test_pod_is_always_among_them()
    {
        var from = """[{"podSelector":{"matchLabels":{"app":"ingress"}}}]""";
        var rendering = await HelmChart.RenderAsync(ChartValues.With($"networkPolicy.webFrom={from}"));
        var policy = rendering.One("NetworkPolicy");
        var web = HelmRendering.At(policy, "spec.ingress[0].from")!.AsArray();
        Assert.Equal("ingress", (string?)HelmRendering.At(web[0], "podSelector.matchLabels.app"));
        Assert.True(Selects(web[1]!["podSelector"]!["matchLabels"]!.AsObject(), rendering.One("Pod", HelmChart.FullName + "-test")["metadata"]!["labels"]!.AsObject()));
        Assert.Equal(2, web.Count);
    }

    [Theory]
    [InlineData("watch.allNamespaces=false", false)]
    [InlineData("watch.namespace=accounts", true)]
    [InlineData("watch.allNamespaces=true", true)]
    public async Task Postgres_takes_connections_of_the_operator_and_of_workers_alone(string setting, bool elsewhere)
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With(setting));
        var rule = rendering.One("NetworkPolicy", Postgres)["spec"]!["ingress"]!.AsArray().Single()!;
        Assert.Equal("""[{"port":5432}]""", rule["ports"]!.ToJsonString());
        var from = rule["from"]!.AsArray();
        Assert.Equal(2, from.Count);
        Assert.True(Selects(Labels(from[0]), HelmRendering.At(rendering.One("Deployment"), "spec.template.metadata.labels")!.AsObject()));
        Assert.Null(from[0]!["namespaceSelector"]);
        Assert.Equal(ChildNames.WorkerLabels, Labels(from[1]).ToDictionary(label => label.Key, label => (string)label.Value!, StringComparer.Ordinal));
        Assert.Equal(elsewhere, from[1]!["namespaceSelector"] is not null);

        static JsonObject Labels(JsonNode? peer) => peer!["podSelector"]!["matchLabels"]!.AsObject();
    }

    [Fact]
    public async Task Without_the_bundled_Postgres_there_is_nothing_of_it()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.Of("database.existingSecret=db", "crds.install=false"));
        Assert.All(rendering.Objects, obj => Assert.DoesNotContain("postgres", obj.ToJsonString(), StringComparison.OrdinalIgnoreCase));
    }

    private static bool Selects(JsonObject selector, JsonObject labels) =>
        selector.All(label => JsonNode.DeepEquals(labels[label.Key], label.Value));
}
