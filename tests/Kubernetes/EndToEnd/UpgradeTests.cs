using System.Text.Json;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>The next version of the product, which brings a migration (tests/cluster/images/next).</summary>
public sealed class UpgradeTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    private const string Tag = "dev";
    private const string NextTag = "dev-next";
    private const string MissingTag = "missing";
    private const int AtOnce = 2;

    [Fact]
    public async Task An_upgrade_migrates_first_and_rolls_a_few_workers_at_a_time_while_the_others_go_on_storing()
    {
        var users = new List<ParsedUser>();
        foreach (var number in Enumerable.Range(1, AtOnce + 1))
        {
            var user = await Installation.AddUserAsync($"upgraded-{number}", channels: 1, posts: 10);
            await user.SeeAllPostsAsync();
            users.Add(user);
        }
        var pods = new Dictionary<ParsedUser, string>();
        foreach (var user in users)
            pods[user] = Uid(await Installation.SeeAsync("pod", user.Pod, _ => true));
        var codes = await Installation.Telegram.CallsAsync("auth.sendCode");
        await using var rollout = await RolloutWatch.StartAsync(Installation, users.Select(user => user.Worker), Tag);

        // New workers that do not become ready hold the roll-out where it can be looked at.
        await UpgradeAsync(MissingTag);
        Assert.Equal("1", await Installation.SqlAsync("SELECT count(*) FROM schema_migrations WHERE name = '9999_next_version'"));
        await Eventually.SeeAsync(async () => await WithTagAsync(MissingTag), replaced => replaced.Count >= AtOnce, Installation.Patience);
        var held = await WithTagAsync(MissingTag);
        var old = users.Where(user => !held.Contains(user.Worker)).ToList();
        Assert.NotEmpty(old);
        foreach (var user in users)
            await Installation.Telegram.PublishAsync(user.Channels[0], "After the migration, before all workers are rolled");
        foreach (var user in old)
        {
            await user.SeeAllPostsAsync();
            var pod = await Installation.SeeAsync("pod", user.Pod, _ => true);
            Assert.Equal(pods[user], Uid(pod));
            Assert.EndsWith($":{Tag}", Image(pod), StringComparison.Ordinal);
        }

        await UpgradeAsync(NextTag);
        foreach (var user in users)
        {
            await SeeRolledAsync(user, NextTag);
            await user.SeeAllPostsAsync();
            await user.SeeReadyAsync();
        }
        Assert.InRange(rollout.Most, 1, AtOnce);
        Assert.Equal(codes, await Installation.Telegram.CallsAsync("auth.sendCode"));
        Assert.Equal(0, (await Installation.Telegram.OverlapsAsync()).GetArrayLength());

        // Back: a version works with the schema of the next.
        await Installation.HelmAsync("upgrade");
        await Installation.RolledOutAsync();
        foreach (var user in users)
        {
            await Installation.Telegram.PublishAsync(user.Channels[0], "Back again");
            await SeeRolledAsync(user, Tag);
            await user.SeeAllPostsAsync();
        }
    }

    private async Task UpgradeAsync(string workers)
    {
        await Installation.HelmAsync("upgrade", $"image.tag={NextTag}", $"worker.image.tag={workers}", $"worker.maxUnavailable={AtOnce}");
        await Installation.RolledOutAsync();
    }

    private Task SeeRolledAsync(ParsedUser user, string tag) => Installation.SeeAsync(
        "pod", user.Pod, pod => Image(pod).EndsWith($":{tag}", StringComparison.Ordinal) && Conditions.IsTrue(pod, "Ready"));

    // Names of the StatefulSets, of this test's and of others' users.
    private async Task<HashSet<string>> WithTagAsync(string tag) =>
    [
        .. (await Installation.ListAsync("statefulset", "app.kubernetes.io/name=telegram-parser-worker"))
            .Where(set => Image(set.GetProperty("spec").GetProperty("template")).EndsWith($":{tag}", StringComparison.Ordinal))
            .Select(set => set.GetProperty("metadata").GetProperty("name").GetString()!),
    ];

    private static string Image(JsonElement pod) => pod.GetProperty("spec").GetProperty("containers")[0].GetProperty("image").GetString()!;

    private static string Uid(JsonElement obj) => obj.GetProperty("metadata").GetProperty("uid").GetString()!;
}
