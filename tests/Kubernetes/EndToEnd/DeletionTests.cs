using System.Text.Json;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>Deleting a user removes what is its own, and nothing of another's.</summary>
public sealed class DeletionTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    [Fact]
    public async Task Everything_of_the_user_goes_and_the_other_stays()
    {
        var gone = await Installation.AddUserAsync("leaving", channels: 1, posts: 10, "  deletionPolicy: Delete");
        var stays = await Installation.AddUserAsync("staying", channels: 1, posts: 10);
        await gone.SeeAllPostsAsync();
        await stays.SeeAllPostsAsync();
        var before = await ChildrenAsync(stays);

        await Installation.KubectlAsync("delete", "tguser", gone.Name, "--timeout=120s");
        foreach (var (kind, name) in Children(gone))
            await Installation.SeeGoneAsync(kind, name);
        await gone.SeePostsAsync(0);

        Assert.Equal(before, await ChildrenAsync(stays));
        await Installation.Telegram.PublishAsync(stays.Channels[0], "Still here");
        await stays.SeeAllPostsAsync();
    }

    [Fact]
    public async Task A_user_that_is_deleted_while_Postgres_is_away_is_gone_when_it_is_back()
    {
        var gone = await Installation.AddUserAsync("unlucky", channels: 1, posts: 10);
        await gone.SeeAllPostsAsync();
        await Installation.KubectlAsync("scale", "statefulset", $"{Installation.Name}-postgres", "--replicas=0");
        await Installation.SeeGoneAsync("pod", $"{Installation.Name}-postgres-0");

        await Installation.KubectlAsync("delete", "tguser", gone.Name, "--timeout=120s");
        foreach (var (kind, name) in Children(gone))
            await Installation.SeeGoneAsync(kind, name);

        await Installation.KubectlAsync("scale", "statefulset", $"{Installation.Name}-postgres", "--replicas=1");
        await Installation.SeeAsync("pod", $"{Installation.Name}-postgres-0", pod => Conditions.IsTrue(pod, "Ready"));
        // Retained is the default: the posts are kept, under a row that is marked as nobody's.
        await TelegramParser.Harness.Time.Eventually.SeeAsync(
            async () => await Installation.SqlAsync("SELECT orphaned_at IS NOT NULL FROM users WHERE name = 'unlucky'") == "t",
            Installation.Patience);
        Assert.Equal(10, await gone.StoredAsync());
    }

    private static (string Kind, string Name)[] Children(ParsedUser user) =>
    [
        ("statefulset", user.Worker), ("pod", user.Pod), ("secret", user.Worker), ("configmap", user.Worker),
        ("persistentvolumeclaim", $"session-{user.Pod}"),
    ];

    private async Task<IReadOnlyList<string>> ChildrenAsync(ParsedUser user)
    {
        var uids = new List<string>();
        foreach (var (kind, name) in Children(user))
            uids.Add((await Installation.SeeAsync(kind, name, _ => true)).GetProperty("metadata").GetProperty("uid").GetString()!);
        return uids;
    }
}
