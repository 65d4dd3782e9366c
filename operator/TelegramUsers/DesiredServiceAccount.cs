using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The ServiceAccount of all workers of a namespace: it may nothing, and nobody gets a token for it.</summary>
internal static class DesiredServiceAccount
{
    /// <summary>The manifest.</summary>
    public static ServiceAccount Build(string ns) => new()
    {
        Metadata = new ObjectMeta { Name = ChildNames.ServiceAccount, Namespace = ns, Labels = ChildNames.WorkerLabels },
        AutomountServiceAccountToken = false,
    };
}
