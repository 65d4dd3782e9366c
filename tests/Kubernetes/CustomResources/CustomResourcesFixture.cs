using TelegramParser.Harness.Cluster;
using Definitions = TelegramParser.Harness.Cluster.CustomResources;

namespace TelegramParser.KubernetesTests.CustomResources;

/// <summary>The CRDs, and a namespace for their objects.</summary>
public sealed class CustomResourcesFixture(ClusterFixture fixture) : IAsyncLifetime
{
    public KubernetesCluster Cluster => fixture.Cluster;

    public string Namespace { get; } = $"tgparser-crds-{Guid.NewGuid():N}";

    /// <summary>Whether the server knows CEL rules: from 1.25 by default.</summary>
    public bool KnowsRules { get; private set; }

    public async Task InitializeAsync()
    {
        await Definitions.InstallAsync(Cluster);
        await Cluster.KubectlAsync("create", "namespace", Namespace);
        KnowsRules = (await Cluster.KubectlAsync("get", "crd", "telegramusers.tgparser.io", "--output", "json"))
            .Contains("x-kubernetes-validations", StringComparison.Ordinal);
    }

    public Task DisposeAsync() => Cluster.KubectlAsync("delete", "namespace", Namespace, "--wait=false", "--ignore-not-found");
}
