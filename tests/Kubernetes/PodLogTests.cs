using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests;

/// <summary>A secret in a pod's log fails the test that looks after its namespace.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PodLogTests(ClusterFixture fixture) : IAsyncLifetime
{
    private readonly string _ns = $"tgparser-logs-{Guid.NewGuid():N}";

    public Task InitializeAsync() => fixture.Cluster.KubectlAsync("create", "namespace", _ns);

    public Task DisposeAsync() => fixture.Cluster.KubectlAsync("delete", "namespace", _ns, "--wait=false");

    [Fact]
    public async Task What_a_Secret_holds_is_found_in_the_log_of_every_container()
    {
        await using var logs = PodLogCollector.Start(fixture.Cluster, _ns);
        await fixture.Cluster.ApplyAsync(Talker, _ns);
        await Eventually.SeeAsync(
            () => Task.FromResult(logs.Lines.Count(line => line.Contains("done", StringComparison.Ordinal))), done => done == 2, TimeSpan.FromMinutes(2));

        var leak = await Assert.ThrowsAsync<InvalidOperationException>(logs.VerifyAsync);

        Assert.Contains("KEYS_API_TOKEN: talker/first: calling with <it>", leak.Message, StringComparison.Ordinal);
        Assert.Contains("the password in KEYS_DATABASE: talker/second: <it> is refused", leak.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("on-a-pod", leak.Message, StringComparison.Ordinal);
        // Told once.
        await logs.VerifyAsync();
    }

    private const string Talker =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: keys}
        stringData: {api-token: token-on-a-pod, database: "postgres://worker:password-on-a-pod@db/tgparser"}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: talker}
        spec:
          restartPolicy: Never
          automountServiceAccountToken: false
          initContainers:
            - name: first
              image: local.test/postgres:15
              command: [sh, -c, "echo calling with token-on-a-pod; echo done"]
          containers:
            - name: second
              image: local.test/postgres:15
              command: [sh, -c, "echo password-on-a-pod is refused; echo done"]
        """;
}
