namespace TelegramParser.Kubernetes.Configuration;

/// <summary>Finds the API server as controllers do: a kubeconfig that is named, then <c>KUBECONFIG</c>, then the pod, then the home folder.</summary>
public static class ClientConfigurationLoader
{
    /// <summary>Variable with the paths of kubeconfigs, separated as in <c>PATH</c>.</summary>
    public const string KubeconfigVariable = "KUBECONFIG";

    /// <summary>Loads the configuration of this process.</summary>
    /// <param name="kubeconfig">Path of a kubeconfig; wins over all else.</param>
    /// <param name="context">Context of the kubeconfig; its current one when null.</param>
    /// <param name="time">Clock of token files.</param>
    /// <exception cref="ClientConfigurationException">There is none, or it is not valid.</exception>
    public static ClientConfiguration Load(string? kubeconfig, string? context, TimeProvider time) => Load(
        kubeconfig,
        context,
        time,
        Environment.GetEnvironmentVariable,
        InClusterConfiguration.Folder,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static ClientConfiguration Load(
        string? kubeconfig, string? context, TimeProvider time, Func<string, string?> variable, string serviceAccount, string home)
    {
        if (kubeconfig is not null)
            return Kubeconfig.Load([kubeconfig]).Configure(context, time);
        var paths = variable(KubeconfigVariable)?
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (paths.Length > 0)
            return Kubeconfig.Load(paths).Configure(context, time);
        // A context is one of a kubeconfig's.
        if (context is null && InClusterConfiguration.Find(variable, time, serviceAccount) is { } inCluster)
            return inCluster;
        var ofHome = Path.Combine(home, ".kube", "config");
        return File.Exists(ofHome)
            ? Kubeconfig.Load([ofHome]).Configure(context, time)
            : throw new ClientConfigurationException(
                $"No Kubernetes cluster is configured: this is no pod with a service account, {KubeconfigVariable} is not set, and {ofHome} does not exist.");
    }
}
