using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;

namespace TelegramParser.UnitTests.Operator;

/// <summary>The scenarios of monitors against the API server in memory.</summary>
public sealed class MonitorScenarioTests : MonitorScenarios
{
    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() =>
        Task.FromResult<(IKubernetesApi, string)>((new InMemoryApi(TimeProvider.System), "default"));
}
