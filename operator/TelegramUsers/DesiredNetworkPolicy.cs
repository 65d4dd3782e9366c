using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// Who may connect to the workers of a namespace: the operator's pods to the control API, Prometheus to the metrics. Where workers
/// connect to is left open: Telegram's addresses change, and Postgres may be anywhere.
/// </summary>
internal static class DesiredNetworkPolicy
{
    // On every namespace since Kubernetes 1.21; on older clusters a person sets it on the operator's.
    private const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>The manifest.</summary>
    public static NetworkPolicy Build(WorkerNetwork network, string ns) => new()
    {
        Metadata = new ObjectMeta { Name = ChildNames.NetworkPolicy, Namespace = ns, Labels = ChildNames.WorkerLabels },
        Spec = new NetworkPolicySpec
        {
            PodSelector = new LabelSelector { MatchLabels = ChildNames.WorkerLabels },
            PolicyTypes = ["Ingress"],
            Ingress =
            [
                Allow(DesiredPod.ControlPortNumber, new NetworkPolicyPeer
                {
                    PodSelector = new LabelSelector { MatchLabels = network.OperatorLabels },
                    NamespaceSelector = string.Equals(ns, network.OperatorNamespace, StringComparison.Ordinal)
                        ? null
                        : Labelled(NamespaceName, network.OperatorNamespace),
                }),
                Allow(DesiredPod.MetricsPortNumber, new NetworkPolicyPeer
                {
                    PodSelector = new LabelSelector { MatchLabels = network.PrometheusLabels },
                    NamespaceSelector = LabelSelector.Everything,
                }),
            ],
        },
    };

    private static NetworkPolicyIngressRule Allow(int port, NetworkPolicyPeer peer) => new()
    {
        From = [peer],
        Ports = [new NetworkPolicyPort(port)],
    };

    private static LabelSelector Labelled(string label, string value) => new()
    {
        MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { [label] = value },
    };
}
