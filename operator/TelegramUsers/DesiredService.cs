using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// The headless Service of all workers of a namespace: it names the pods, logged in or not. It belongs to no user.
/// </summary>
internal static class DesiredService
{
    /// <summary>The manifest.</summary>
    public static Service Build(string ns) => new()
    {
        Metadata = new ObjectMeta { Name = ChildNames.Service, Namespace = ns, Labels = ChildNames.WorkerLabels },
        Spec = new ServiceSpec
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = ChildNames.WorkerLabels,
            Ports =
            [
                new ServicePort { Name = DesiredPod.ControlPort, Port = DesiredPod.ControlPortNumber },
                new ServicePort { Name = DesiredPod.MetricsPort, Port = DesiredPod.MetricsPortNumber },
            ],
        },
    };
}
