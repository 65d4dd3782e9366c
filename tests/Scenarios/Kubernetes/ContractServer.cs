using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Scenarios.Kubernetes;

/// <summary>
/// An API server to test the contract on: the in-memory one here, a real one in tests/Kubernetes. It needs a garbage collector, but
/// no node.
/// </summary>
public abstract class ContractServer
{
    public abstract IKubernetesApi Api { get; }

    /// <summary>A namespace of this run alone.</summary>
    public string Namespace { get; } = $"tgparser-contract-{Guid.NewGuid():N}";
}

/// <summary>The in-memory API server, under the contract.</summary>
public sealed class InMemoryContractServer : ContractServer
{
    public override IKubernetesApi Api { get; } = new InMemoryApi(TimeProvider.System);
}

/// <summary>A namespace of the cluster.</summary>
public sealed record Namespace() : KubernetesObject(Definition), IResource
{
    public static ResourceDefinition Definition { get; } = new("", "v1", "Namespace", "namespaces", Namespaced: false, HasStatus: true);
}

/// <summary>A kind whose status nobody but the test writes in a cluster without an ingress controller.</summary>
public sealed record Ingress() : KubernetesObject(Definition), IResource
{
    public static ResourceDefinition Definition { get; } = new("networking.k8s.io", "v1", "Ingress", "ingresses", HasStatus: true);

    public IngressSpec? Spec { get; init; }

    public IngressStatus? Status { get; init; }

    public static Ingress Of(ObjectKey key, string service, string? address = null) => new()
    {
        Metadata = new ObjectMeta { Namespace = key.Namespace, Name = key.Name },
        Spec = new IngressSpec(new IngressBackend(new IngressService(service, new IngressPort(80)))),
        Status = address is null ? null : new IngressStatus(new LoadBalancer([new LoadBalancerAddress(address)])),
    };

    [System.Text.Json.Serialization.JsonIgnore]
    public string? Service => Spec?.DefaultBackend.Service.Name;

    [System.Text.Json.Serialization.JsonIgnore]
    public string? Address => Status?.LoadBalancer?.Ingress?.Single().Ip;
}

public sealed record IngressSpec(IngressBackend DefaultBackend);

public sealed record IngressBackend(IngressService Service);

public sealed record IngressService(string Name, IngressPort Port);

public sealed record IngressPort(int Number);

public sealed record IngressStatus(LoadBalancer? LoadBalancer);

public sealed record LoadBalancer(IReadOnlyList<LoadBalancerAddress>? Ingress);

public sealed record LoadBalancerAddress(string Ip);
