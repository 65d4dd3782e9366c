using System.Text.Json;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>Workers parse without the operator, and it disturbs nothing when it comes back.</summary>
public sealed class OperatorAbsenceTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    [Fact]
    public async Task Workers_go_on_without_the_operator_and_it_changes_nothing_that_was_right()
    {
        var user = await Installation.AddUserAsync("independent", channels: 2, posts: 10);
        var deleted = await Installation.AddUserAsync("absent", channels: 1, posts: 5);
        await user.SeeAllPostsAsync();
        await user.SeeReadyAsync();

        await ScaleAsync(0);
        await Installation.Telegram.PublishAsync(user.Channels[0], "Nobody watches");
        await user.SeeAllPostsAsync();
        await Installation.KubectlAsync("delete", "tguser", deleted.Name, "--timeout=120s");
        var before = await VersionsAsync(user);

        await ScaleAsync(1);
        await Installation.RolledOutAsync();
        // The row of the user that was deleted meanwhile is marked: by then everything has been looked at.
        await TelegramParser.Harness.Time.Eventually.SeeAsync(
            async () => await Installation.SqlAsync("SELECT orphaned_at IS NOT NULL FROM users WHERE name = 'absent'") == "t",
            Installation.Patience);
        Assert.Equal(before, await VersionsAsync(user));
        await Installation.Telegram.PublishAsync(user.Channels[1], "Somebody watches again");
        await user.SeeAllPostsAsync();
    }

    [Fact]
    public async Task Another_replica_leads_when_the_leader_is_killed()
    {
        await ScaleAsync(2);
        await Installation.RolledOutAsync();
        var leader = await LeaderAsync(_ => true);
        await Installation.KubectlAsync("delete", "pod", leader, "--force", "--grace-period=0");

        await LeaderAsync(holder => holder != leader);
        var user = await Installation.AddUserAsync("successor", channels: 1, posts: 5);
        await user.SeeAllPostsAsync();
        await ScaleAsync(1);
        await Installation.RolledOutAsync();
    }

    // The lease's holder begins with the name of its pod.
    private async Task<string> LeaderAsync(Func<string, bool> isExpected)
    {
        var lease = await Installation.SeeAsync("lease", $"{Installation.Name}-leader", found => Holder(found) is { Length: > 0 } pod && isExpected(pod));
        return Holder(lease);
    }

    private static string Holder(JsonElement lease) =>
        lease.GetProperty("spec").TryGetProperty("holderIdentity", out var holder) ? holder.GetString()!.Split('_')[0] : "";

    private async Task ScaleAsync(int replicas) =>
        await Installation.KubectlAsync("scale", "deployment", Installation.Name, $"--replicas={replicas}");

    private async Task<IReadOnlyList<string>> VersionsAsync(ParsedUser user)
    {
        var versions = new List<string>();
        foreach (var (kind, name) in new[] { ("statefulset", user.Worker), ("secret", user.Worker), ("configmap", user.Worker), ("pod", user.Pod) })
        {
            var metadata = (await Installation.SeeAsync(kind, name, _ => true)).GetProperty("metadata");
            versions.Add($"{kind} {metadata.GetProperty("resourceVersion").GetString()}");
        }
        return versions;
    }
}
