using TelegramParser.Harness.Cluster;

namespace TelegramParser.FaultTests.Operators;

/// <summary>A Kubernetes without nodes for the tests of one class, with the project's resources.</summary>
public sealed class ControlPlane : IAsyncLifetime
{
    public KubernetesCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await KubernetesCluster.StartAsync(withNode: false);
        await CustomResources.InstallAsync(Cluster);
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
