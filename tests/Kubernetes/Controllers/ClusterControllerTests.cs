using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Http;
using TelegramParser.KubernetesTests.CustomResources;
using TelegramParser.Scenarios.Operator;

namespace TelegramParser.KubernetesTests.Controllers;

/// <summary>The controllers against a real API server, with Kubernetes' own controllers beside them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterControllerTests(ClusterResources fixture) : ControllerScenarios, IClassFixture<ClusterResources>
{
    private readonly HttpKubernetesApi _api = fixture.Cluster.Connect("controller-tests/1.0");

    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() => ControllerNamespace.OpenAsync(_api);

    private protected override Task CloseAsync() => ControllerNamespace.CloseAsync(_api, Namespace);
}
