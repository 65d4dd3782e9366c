using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Http;
using TelegramParser.KubernetesTests.CustomResources;
using TelegramParser.Scenarios.Operator;

namespace TelegramParser.KubernetesTests.Controllers;

/// <summary>Deletions, volumes and pods with Kubernetes' own controllers: garbage collection, StatefulSets.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterDeletionTests(ClusterResources fixture) : DeletionScenarios, IClassFixture<ClusterResources>
{
    private readonly HttpKubernetesApi _api = fixture.Cluster.Connect("controller-tests/1.0");

    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() => ControllerNamespace.OpenAsync(_api);

    private protected override Task CloseAsync() => ControllerNamespace.CloseAsync(_api, Namespace);
}
