using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.KubernetesTests.CustomResources;
using TelegramParser.Scenarios.Kubernetes;
using TelegramParser.Scenarios.Operator;

namespace TelegramParser.KubernetesTests.Controllers;

/// <summary>The controllers against a real API server, with Kubernetes' own controllers beside them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterControllerTests(CustomResourcesFixture fixture) : ControllerScenarios, IClassFixture<CustomResourcesFixture>
{
    private readonly HttpKubernetesApi _api = fixture.Cluster.Connect("controller-tests/1.0");

    private protected override async Task<(IKubernetesApi Api, string Namespace)> OpenAsync()
    {
        var name = $"tgparser-controllers-{Guid.NewGuid():N}";
        await _api.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = name } }, CancellationToken.None);
        return (_api, name);
    }

    private protected override async Task CloseAsync()
    {
        await _api.DeleteAsync<Namespace>(new ObjectKey("", Namespace), preconditions: null, CancellationToken.None);
        _api.Dispose();
    }
}
