using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Who may connect to pods, and where those may connect to, where the cluster's network enforces it.</summary>
public sealed record NetworkPolicy() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

    /// <summary>What is allowed; all else of the policy's types is not.</summary>
    public required NetworkPolicySpec Spec { get; init; }
}

/// <summary>What is allowed for some pods.</summary>
public sealed record NetworkPolicySpec
{
    /// <summary>The pods, of the policy's namespace.</summary>
    public required LabelSelector PodSelector { get; init; }

    /// <summary><c>Ingress</c>, <c>Egress</c> or both: what the policy restricts.</summary>
    public required IReadOnlyList<string> PolicyTypes { get; init; }

    /// <summary>Connections to the pods that are allowed.</summary>
    public IReadOnlyList<NetworkPolicyIngressRule>? Ingress { get; init; }
}

/// <summary>Connections that are allowed: from any of the peers to any of the ports.</summary>
public sealed record NetworkPolicyIngressRule
{
    /// <summary>Who connects; anybody when absent.</summary>
    public IReadOnlyList<NetworkPolicyPeer>? From { get; init; }

    /// <summary>The ports; all when absent.</summary>
    public IReadOnlyList<NetworkPolicyPort>? Ports { get; init; }
}

/// <summary>Pods that may connect.</summary>
public sealed record NetworkPolicyPeer
{
    /// <summary>Their labels; all pods when absent.</summary>
    public LabelSelector? PodSelector { get; init; }

    /// <summary>Labels of their namespace; the policy's own namespace when absent.</summary>
    public LabelSelector? NamespaceSelector { get; init; }
}

/// <summary>A TCP port.</summary>
/// <param name="Port">Its number.</param>
public sealed record NetworkPolicyPort(int Port);
