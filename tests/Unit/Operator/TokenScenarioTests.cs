using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;

namespace TelegramParser.UnitTests.Operator;

/// <summary>The scenarios of token Secrets against the API server in memory.</summary>
public sealed class TokenScenarioTests : TokenScenarios
{
    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() =>
        Task.FromResult<(IKubernetesApi, string)>((new InMemoryApi(TimeProvider.System), "default"));
}
