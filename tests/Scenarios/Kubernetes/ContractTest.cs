using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Scenarios.Kubernetes;

/// <summary>What the tests of the contract share. Each test has objects of its own, by a name that no other has.</summary>
public abstract class ContractTest(ContractServer server)
{
    protected const string Manager = "contract-tests";
    protected static readonly CancellationToken None = CancellationToken.None;

    private readonly string _prefix = Guid.NewGuid().ToString("N")[..8];

    private protected IKubernetesApi Api { get; } = server.Api;

    private protected Selection Mine => new(server.Namespace, new LabelSelector
    {
        MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["test"] = _prefix },
    });

    private protected ObjectKey Key(string name) => new(server.Namespace, $"t{_prefix}-{name}");

    private protected ConfigMap Map(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new ObjectMeta { Namespace = server.Namespace, Name = Key(name).Name, Labels = Mine.Labels!.MatchLabels },
        Data = data.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal),
    };

    private protected ConfigMap Owned(string name, KubernetesObject owner, bool blocks = false)
    {
        var map = Map(name);
        return map with { Metadata = map.Metadata with { OwnerReferences = [OwnerReference.To(owner) with { BlockOwnerDeletion = blocks }] } };
    }

    private protected Task<bool> ExistsAsync(string name) =>
        Api.FindAsync<ConfigMap>(Key(name), None).ContinueWith(found => found.Result is not null, TaskScheduler.Default);

    private protected Task GoesAsync(string name) => Eventually.SeeAsync(async () => !await ExistsAsync(name));

    private protected static async Task<Status> AssertRefusedAsync(string reason, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(request);
        Assert.Equal(reason, refusal.Status.Reason);
        return refusal.Status;
    }
}
