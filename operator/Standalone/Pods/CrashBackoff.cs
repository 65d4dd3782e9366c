using TelegramParser.Kubernetes.Queues;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>
/// How long a container that ended waits for its restart: hardly the first time, then as the kubelet does it, 10 seconds
/// doubling to 5 minutes, until it has run well for 10 minutes
/// (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy).
/// </summary>
internal sealed class CrashBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WellAfter = TimeSpan.FromMinutes(10);
    private static readonly ExponentialBackoff Kubelet = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    private int _inARow;

    /// <summary>The wait after an end.</summary>
    /// <param name="uptime">How long the container had run.</param>
    public TimeSpan Next(TimeSpan uptime)
    {
        _inARow = uptime >= WellAfter ? 1 : _inARow + 1;
        return _inARow == 1 ? First : Kubelet.Delay(_inARow - 1);
    }
}
