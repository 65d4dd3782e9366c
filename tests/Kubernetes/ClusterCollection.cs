using TelegramParser.Harness.Cluster;
using TelegramParser.KubernetesTests.EndToEnd;

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

    private Task<Installation>? _installation;

    public async Task InitializeAsync() => Cluster = await KubernetesCluster.StartAsync();

    public async Task DisposeAsync()
    {
        if (_installation is not null)
            await (await _installation).DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>The product, installed when the first test asks for it.</summary>
    internal Task<Installation> InstallationAsync() => _installation ??= Installation.InstallAsync(Cluster, "telegram-e2e");
}
