using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Scenarios.Operator;

namespace TelegramParser.UnitTests.Operator;

/// <summary>The same against the in-memory API server.</summary>
public sealed class DeletionScenarioTests : DeletionScenarios
{
    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() =>
        Task.FromResult<(IKubernetesApi, string)>((new InMemoryApi(TimeProvider.System), "default"));
}
