namespace TelegramParser.Harness.Cluster;

/// <summary>
/// The project's CustomResourceDefinitions in a cluster. They stay when tests end: removing them would remove every resource
/// of theirs, and wait for those whose operator is gone.
/// </summary>
public static class CustomResources
{
    private static readonly string[] Names = ["telegramusers.tgparser.io", "channelsubscriptions.tgparser.io", "groupmonitors.tgparser.io"];

    /// <summary>Installs <c>crds/</c> unless they are there, and waits until they are served.</summary>
    public static async Task InstallAsync(KubernetesCluster cluster)
    {
        var present = await cluster.KubectlAsync(["get", "crd", "--output", "name", "--ignore-not-found", .. Names]);
        // Servers before 1.23 drop CEL rules at a create, but do not apply what their API does not describe.
        foreach (var missing in Names.Where(name => !present.Contains(name, StringComparison.Ordinal)))
            await cluster.KubectlAsync("create", "--validate=false", "--filename", Path.Combine(Repository.Root, "crds", $"{missing}.yaml"));
        await cluster.KubectlAsync(["wait", "--for=condition=Established", "--timeout=60s", .. Names.Select(name => $"crd/{name}")]);
        // Established is told before every handler serves; the client's discovery sees them once they do.
        await Time.Eventually.SeeAsync(
            () => cluster.KubectlAsync("api-resources", "--api-group=tgparser.io", "--output", "name"),
            served => Names.All(name => served.Contains(name, StringComparison.Ordinal)));
    }
}
