using TelegramParser.Harness.Cluster;

namespace TelegramParser.KubernetesTests;

/// <summary>One cluster for all tests of this project. They run one after another, each in a namespace of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}

/// <summary>The cluster, as tests take it in their constructors.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public KubernetesCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await KubernetesCluster.StartAsync();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
