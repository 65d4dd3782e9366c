using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes.Contract;

/// <summary>
/// The API server that the contract is tested on: the in-memory one, or a real one where the variable names a kubeconfig. Not
/// <c>KUBECONFIG</c> itself, so that nobody's cluster is written to by surprise. Needs a garbage collector, but no node.
/// </summary>
public sealed class ContractServer : IAsyncLifetime
{
    public const string Variable = "TGPARSER_TEST_KUBECONFIG";

    private readonly string? _kubeconfig = Environment.GetEnvironmentVariable(Variable);

    public IKubernetesApi Api { get; private set; } = null!;

    /// <summary>A namespace of this run alone.</summary>
    public string Namespace { get; } = $"tgparser-contract-{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        if (_kubeconfig is null)
        {
            Api = new InMemoryApi(TimeProvider.System);
            return;
        }
        Api = new HttpKubernetesApi(
            ClientConfigurationLoader.Load(_kubeconfig, context: null, TimeProvider.System),
            // Small pages, so that lists have several; fast, since tests have no reason to spare the server.
            new ClientOptions { UserAgent = "contract-tests/1.0", PageSize = 2, RequestsPerSecond = 500, Burst = 500 },
            TimeProvider.System,
            Random.Shared,
            NullLogger.Instance);
        await Api.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = Namespace } }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_kubeconfig is null)
            return;
        await Api.DeleteAsync<Namespace>(new ObjectKey("", Namespace), preconditions: null, CancellationToken.None);
        ((HttpKubernetesApi)Api).Dispose();
    }
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
