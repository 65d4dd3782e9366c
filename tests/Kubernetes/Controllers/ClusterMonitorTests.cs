using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Http;
using TelegramParser.KubernetesTests.CustomResources;
using TelegramParser.Scenarios.Operator;

namespace TelegramParser.KubernetesTests.Controllers;

/// <summary>The scenarios of monitors against a real API server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterMonitorTests(ClusterResources fixture) : MonitorScenarios, IClassFixture<ClusterResources>
{
    private readonly HttpKubernetesApi _api = fixture.Cluster.Connect("monitor-tests/1.0");

    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() => ControllerNamespace.OpenAsync(_api);

    private protected override Task CloseAsync() => ControllerNamespace.CloseAsync(_api, Namespace);
}
