namespace TelegramParser.Harness.Cluster;

/// <summary>The project's CustomResourceDefinitions in a cluster; those that were not there before go when this is disposed.</summary>
public sealed class CustomResources : IAsyncDisposable
{
    private const string Users = "crd/telegramusers.tgparser.io";
    private const string Subscriptions = "crd/channelsubscriptions.tgparser.io";

    private readonly KubernetesCluster _cluster;
    private readonly bool _isOurs;

    private CustomResources(KubernetesCluster cluster, bool isOurs) => (_cluster, _isOurs) = (cluster, isOurs);

    /// <summary>Installs <c>crds/</c> unless a Helm release has, and waits until they are served.</summary>
    public static async Task<CustomResources> InstallAsync(KubernetesCluster cluster)
    {
        var present = await cluster.KubectlAsync(
            "get", "crd", "--output", "name", "--ignore-not-found", "telegramusers.tgparser.io", "channelsubscriptions.tgparser.io");
        var isOurs = present.Length == 0;
        // Servers before 1.23 drop CEL rules at a create, but do not apply what their API does not describe.
        if (isOurs)
            await cluster.KubectlAsync("create", "--validate=false", "--filename", Path.Combine(Repository.Root, "crds"));
        await cluster.KubectlAsync("wait", "--for=condition=Established", "--timeout=60s", Users, Subscriptions);
        // Established is told before every handler serves; the client's discovery sees them once they do.
        await Time.Eventually.SeeAsync(
            () => cluster.KubectlAsync("api-resources", "--api-group=tgparser.io", "--output", "name"),
            served => served.Contains("telegramusers", StringComparison.Ordinal) && served.Contains("channelsubscriptions", StringComparison.Ordinal));
        return new CustomResources(cluster, isOurs);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isOurs)
            await _cluster.KubectlAsync("delete", "--timeout=120s", Users, Subscriptions);
    }
}
