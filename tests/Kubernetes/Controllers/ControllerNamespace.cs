using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Scenarios.Kubernetes;

namespace TelegramParser.KubernetesTests.Controllers;

/// <summary>A namespace of its own for each scenario.</summary>
internal static class ControllerNamespace
{
    public static async Task<(IKubernetesApi Api, string Namespace)> OpenAsync(HttpKubernetesApi api)
    {
        var name = $"tgparser-controllers-{Guid.NewGuid():N}";
        await api.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = name } }, CancellationToken.None);
        return (api, name);
    }

    public static async Task CloseAsync(HttpKubernetesApi api, string name)
    {
        await api.DeleteAsync<Namespace>(new ObjectKey("", name), preconditions: null, CancellationToken.None);
        api.Dispose();
    }
}
