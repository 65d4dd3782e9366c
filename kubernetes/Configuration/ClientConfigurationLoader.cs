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
    public static ClientConfiguration Load(string? kubeconfig, string? context, TimeProvider time)
    {
        if (kubeconfig is not null)
            return Kubeconfig.Load([kubeconfig]).Configure(context, time);
        var paths = Environment.GetEnvironmentVariable(KubeconfigVariable)?
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (paths.Length > 0)
            return Kubeconfig.Load(paths).Configure(context, time);
        if (context is null && InClusterConfiguration.Find(Environment.GetEnvironmentVariable, time) is { } inCluster)
            return inCluster;
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return File.Exists(home)
            ? Kubeconfig.Load([home]).Configure(context, time)
            : throw new ClientConfigurationException(
                $"No Kubernetes cluster is configured: this is no pod with a service account, {KubeconfigVariable} is not set, and {home} does not exist.");
    }
}
