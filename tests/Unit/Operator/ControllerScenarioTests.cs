using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;

namespace TelegramParser.UnitTests.Operator;

/// <summary>The controllers against the in-memory API server, as standalone mode runs them.</summary>
public sealed class ControllerScenarioTests : ControllerScenarios
{
    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() =>
        Task.FromResult<(IKubernetesApi, string)>((new InMemoryApi(TimeProvider.System), "default"));
}
