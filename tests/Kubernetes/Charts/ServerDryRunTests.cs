using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.Charts;

/// <summary>That a real API server takes what the chart renders.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ServerDryRunTests(ClusterFixture fixture) : IAsyncLifetime
{
    private readonly string _namespace = $"tgparser-chart-{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        await fixture.Cluster.KubectlAsync("create", "namespace", _namespace);
        // Pods are refused before their account is there.
        await Eventually.SeeAsync(async () => (await fixture.Cluster.KubectlAsync(
            "get", "serviceaccount", "default", "--namespace", _namespace, "--ignore-not-found")).Length > 0);
    }

    public Task DisposeAsync() => fixture.Cluster.KubectlAsync("delete", "namespace", _namespace, "--wait=false");

    [Theory]
    [InlineData("postgres.enabled=true")]
    [InlineData("database.existingSecret=\"db\"", "networkPolicy.enabled=false", "metrics.enabled=false", "crds.install=false", "rbac.create=false", "serviceAccount.create=false")]
    [InlineData(
        "postgres.enabled=true", "replicas=2", "watch.allNamespaces=true", "rbac.aggregateToUserRoles=true", "ingress.enabled=true",
        """ingress.hosts=[{"host":"a.example"}]""", """ingress.tls=[{"secretName":"t","hosts":["a.example"]}]""", "service.type=\"NodePort\"",
        "telegram.apiId=12345", "telegram.apiHash=\"0123456789abcdef0123456789abcdef\"", "proxy.url=\"socks5://u:p@host:1080\"",
        """networkPolicy.webFrom=[{"podSelector":{"matchLabels":{"app":"ingress"}}}]""", "networkPolicy.prometheusSelector=\"any\"",
        """imagePullSecrets=[{"name":"pull"}]""", """worker.imagePullSecrets=["pull"]""", """podLabels={"team":"news"}""",
        """tolerations=[{"operator":"Exists"}]""", """nodeSelector={"disk":"ssd"}""",
        """topologySpreadConstraints=[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway"}]""",
        """web.extraEnv=[{"name":"A","value":"b"}]""", "podDisruptionBudget.maxUnavailable=\"50%\"")]
    public async Task Every_object_is_taken(params string[] settings)
    {
        var rendering = await ServerRelease.RenderAsync(fixture.Cluster, _namespace, settings);
        var said = await fixture.Cluster.KubectlOnAsync(
            ServerRelease.Manifest(rendering.Objects), "apply", "--dry-run=server", "--namespace", _namespace, "--filename", "-");
        Assert.Equal(rendering.Objects.Count, said.Split('\n').Count(line => line.EndsWith("(server dry run)", StringComparison.Ordinal)));
    }
}
