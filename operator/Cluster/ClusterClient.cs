using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Cluster;

/// <summary>The API server as the command line names it.</summary>
internal static class ClusterClient
{
    /// <summary>Finds the cluster.</summary>
    /// <exception cref="UserErrorException">There is none, or its configuration is not valid.</exception>
    public static ClientConfiguration Load(string? kubeconfig, TimeProvider time)
    {
        try
        {
            return ClientConfigurationLoader.Load(kubeconfig, context: null, time);
        }
        catch (ClientConfigurationException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    /// <summary>A client under a name, by default the operator's, which the API server also takes for that of the manager of what is patched.</summary>
    public static HttpKubernetesApi Connect(
        ClientConfiguration configuration, double requestsPerSecond, TimeProvider time, ILoggerFactory loggers, string name = Annotations.Operator) => new(
        configuration,
        new ClientOptions
        {
            UserAgent = $"{name}/{typeof(ClusterClient).Assembly.GetName().Version?.ToString(3)}",
            RequestsPerSecond = requestsPerSecond,
            Burst = (int)Math.Max(2 * requestsPerSecond, 10),
        },
        time,
        Random.Shared,
        loggers.CreateLogger<HttpKubernetesApi>());
}
