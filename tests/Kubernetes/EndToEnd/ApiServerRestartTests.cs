using System.Text.Json;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>The API server goes away under load: watches resume, and nothing that was asked for meanwhile is missed.</summary>
public sealed class ApiServerRestartTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    private const int Users = 4;
    private const int SubscriptionsEach = 3;

    [Fact]
    public async Task Nothing_is_missed_when_the_API_server_is_killed_while_resources_come()
    {
        for (var user = 0; user < Users; user++)
        {
            await ApplyAsync(Manifests($"burst-{user}", suspended: false));
            await Installation.Cluster.RestartProgramAsync("kube-apiserver");
            // A change right after the watch broke.
            await ApplyAsync(Manifests($"burst-{user}", suspended: true));
        }
        for (var user = 0; user < Users; user++)
        {
            await Installation.SeeAsync("statefulset", $"burst-{user}-worker", _ => true);
            await Installation.SeeAsync("configmap", $"burst-{user}-worker", IsAsLastApplied);
            await Installation.SeeAsync("tguser", $"burst-{user}", IsObserved);
        }
        await Installation.KubectlAsync("delete", "tguser,tgsub", "-l", "test=burst", "--timeout=120s");
        for (var user = 0; user < Users; user++)
            await Installation.SeeGoneAsync("statefulset", $"burst-{user}-worker");
    }

    // Refused while the server is away, so it is tried until it is taken, as people and GitOps tools do.
    private Task ApplyAsync(string manifests) => Eventually.SeeAsync(
        async () =>
        {
            try
            {
                await Installation.ApplyAsync(manifests);
                return true;
            }
            catch (Harness.CommandException)
            {
                return false;
            }
        },
        Installation.Patience);

    private static bool IsAsLastApplied(JsonElement configMap)
    {
        using var settings = JsonDocument.Parse(configMap.GetProperty("data").GetProperty("worker.json").GetString()!);
        return settings.RootElement.TryGetProperty("suspend", out var suspended) && suspended.GetBoolean()
            && settings.RootElement.TryGetProperty("subscriptions", out var subscriptions)
            && subscriptions.GetArrayLength() == SubscriptionsEach;
    }

    private static bool IsObserved(JsonElement user) =>
        user.TryGetProperty("status", out var status)
        && status.TryGetProperty("observedGeneration", out var observed)
        && observed.GetInt64() == user.GetProperty("metadata").GetProperty("generation").GetInt64()
        && status.TryGetProperty("subscriptions", out var subscriptions)
        && subscriptions.GetInt32() == SubscriptionsEach;

    private static string Manifests(string user, bool suspended) =>
        $$"""
        apiVersion: tgparser.io/v1alpha1
        kind: TelegramUser
        metadata:
          name: {{user}}
          labels: {test: burst}
        spec:
          suspend: {{(suspended ? "true" : "false")}}
        """ + string.Concat(Enumerable.Range(1, SubscriptionsEach).Select(number => $$"""

        ---
        apiVersion: tgparser.io/v1alpha1
        kind: ChannelSubscription
        metadata:
          name: {{user}}-{{number}}
          labels: {test: burst}
        spec:
          userRef: {name: {{user}}}
          channel: "@burst_channel_{{number}}"
        """));
}
