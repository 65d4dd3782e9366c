using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Http;

namespace TelegramParser.Operator.Cluster;

/// <summary>
/// A client of the API server that is made when it is first asked for, and again where that failed: the Secret with the account's token may
/// be filled in later than the server starts, or never.
/// </summary>
internal sealed partial class ClusterConnection(string? kubeconfig, double requestsPerSecond, string name, ILoggerFactory loggers) : IDisposable
{
    private readonly Lock _gate = new();
    private HttpKubernetesApi? _api;

    /// <summary>The client.</summary>
    /// <exception cref="ClientConfigurationException">There is no cluster, or its configuration cannot be read yet.</exception>
    public HttpKubernetesApi Api
    {
        get
        {
            lock (_gate)
                return _api ??= ClusterClient.Connect(
                    ClientConfigurationLoader.Load(kubeconfig, context: null, TimeProvider.System), requestsPerSecond, TimeProvider.System, loggers, name);
        }
    }

    /// <summary>Makes the client if that is possible, and logs why it is not.</summary>
    public void Try()
    {
        try
        {
            _ = Api;
        }
        catch (ClientConfigurationException e)
        {
            Log.NotYet(loggers.CreateLogger<ClusterConnection>(), e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _api?.Dispose();

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The Kubernetes API server cannot be asked yet, so what needs it answers 503; all else is served. It is tried again with each such request. {Reason}")]
        public static partial void NotYet(ILogger logger, string reason);
    }
}
