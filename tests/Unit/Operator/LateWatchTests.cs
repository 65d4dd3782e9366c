using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Scenarios.Operator;
using TelegramParser.UnitTests.Kubernetes;

namespace TelegramParser.UnitTests.Operator;

/// <summary>The controllers while the server's watches are behind.</summary>
public sealed class LateWatchTests : ControllerScenario
{
    private readonly FlakyApi _api = new(new InMemoryApi(TimeProvider.System));

    [Fact]
    public async Task A_bad_spec_right_after_a_good_one_does_not_undo_it_though_the_watch_has_not_told_of_it()
    {
        using (_api.Silence<ConfigMap>())
        {
            await ApplyAsync(Samples.User());
            await ApplyAsync(Samples.Subscription("a"));
            await SeeSettingsAsync("a=@telegram");
            await ApplyAsync(Samples.Subscription("a", "0"));
            await ApplyAsync(Samples.Subscription("b", "@durov"));
            await SeeSubscriptionAsync("a", "False/InvalidSpec");
            await SeeSettingsAsync("a=@telegram b=@durov");
        }
    }

    private protected override Task<(IKubernetesApi Api, string Namespace)> OpenAsync() =>
        Task.FromResult<(IKubernetesApi, string)>((_api, "default"));
}
