using TelegramParser.Harness.Cluster;
using Definitions = TelegramParser.Harness.Cluster.CustomResources;

namespace TelegramParser.KubernetesTests.CustomResources;

/// <summary>An API server with the CRDs, and a namespace for the objects of one class of tests.</summary>
public abstract class CustomResourcesServer(Func<KubernetesCluster> cluster) : IAsyncLifetime
{
    /// <summary>For kubectl and clients.</summary>
    public KubernetesCluster Cluster => cluster();

    public string Namespace { get; } = $"tgparser-crds-{Guid.NewGuid():N}";

    /// <summary>Whether it knows CEL rules: from 1.25 by default.</summary>
    public bool KnowsRules { get; private set; }

    public async Task InitializeAsync()
    {
        await Definitions.InstallAsync(Cluster);
        KnowsRules = (await Cluster.KubectlAsync("get", "crd", "telegramusers.tgparser.io", "--output", "json"))
            .Contains("x-kubernetes-validations", StringComparison.Ordinal);
        if (Cluster.HasNamespaces)
            await Cluster.KubectlAsync("create", "namespace", Namespace);
    }

    public async Task DisposeAsync()
    {
        if (Cluster.HasNamespaces)
            await Cluster.KubectlAsync("delete", "namespace", Namespace, "--wait=false", "--ignore-not-found");
    }
}

/// <summary>The cluster's API server.</summary>
public sealed class ClusterResources(ClusterFixture fixture) : CustomResourcesServer(() => fixture.Cluster);

/// <summary>The server that holds them to their CEL rules.</summary>
public sealed class CrdServerResources(CrdServerFixture fixture) : CustomResourcesServer(() => fixture.Cluster);
