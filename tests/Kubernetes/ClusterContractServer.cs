using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Scenarios.Kubernetes;

namespace TelegramParser.KubernetesTests;

/// <summary>The cluster's API server, under the contract.</summary>
public sealed class ClusterContractServer(ClusterFixture fixture) : ContractServer, IAsyncLifetime
{
    // Small pages, so that lists have several.
    private readonly HttpKubernetesApi _api = fixture.Cluster.Connect("contract-tests/1.0", pageSize: 2);

    public override IKubernetesApi Api => _api;

    public Task InitializeAsync() =>
        _api.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = Namespace } }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _api.DeleteAsync<Namespace>(new ObjectKey("", Namespace), preconditions: null, CancellationToken.None);
        _api.Dispose();
    }
}
