using TelegramParser.Harness.Cluster;

namespace TelegramParser.KubernetesTests.CustomResources;

/// <summary>A server that knows CEL rules: the cluster that is named (<see cref="KubernetesCluster.Variable"/>), else a CRD server of our own.</summary>
public sealed class CrdServerFixture : IAsyncLifetime
{
    private CrdServer? _server;

    public KubernetesCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (KubernetesCluster.IsNamed && await KubernetesCluster.StartAsync() is { IsSandboxed: false } named)
        {
            Cluster = named;
            return;
        }
        _server = await CrdServer.StartAsync();
        Cluster = _server.Cluster;
    }

    public Task DisposeAsync() => _server is null ? Task.CompletedTask : _server.DisposeAsync().AsTask();
}

/// <summary>One such server for all its tests.</summary>
[CollectionDefinition(Name)]
public sealed class CrdServerCollection : ICollectionFixture<CrdServerFixture>
{
    public const string Name = "CRD server";
}
