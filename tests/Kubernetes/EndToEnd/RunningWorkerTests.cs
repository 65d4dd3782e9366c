using System.Text.Json;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>Changes while a worker runs: subscriptions never restart it, its pod's settings do so once, sessions last.</summary>
public sealed class RunningWorkerTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    // A mounted file that nobody touches is brought up to date within a minute or two; the operator touches the pod.
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Subscriptions_come_change_and_go_without_a_restart()
    {
        var user = await Installation.AddUserAsync("changing", channels: 1, posts: 10);
        await user.SeeAllPostsAsync();
        var pod = await PodAsync(user);

        var second = await user.SubscribeAsync(posts: 15);
        await Installation.SeeAsync("tgsub", user.Subscription(second), s => Conditions.IsTrue(s, "Synced"), Seconds);
        await user.SeePostsAsync(25);

        await Installation.KubectlAsync("patch", "tgsub", user.Subscription(second), "--type=merge", "-p", """{"spec":{"suspend":true}}""");
        await Installation.SeeAsync(
            "tgsub",
            user.Subscription(second),
            s => Conditions.Find(s, "Ready") is ("True", "Suspended") && Conditions.IsTrue(s, "Synced") && IsObserved(s),
            Seconds);

        var first = user.Channels[0];
        await user.UnsubscribeAsync(first);
        await Eventually.SeeAsync(async () => await LoadedAsync(user) == 1, Seconds);
        // One that had begun ends with its subscription.
        await user.SeeParsesEndAsync(Seconds);
        await Installation.Telegram.PublishAsync(first, "Nobody subscribes to this any more.");
        await user.ParseAsync();
        Assert.Equal(25, await user.StoredAsync());

        var after = await PodAsync(user);
        Assert.Equal(Uid(pod), Uid(after));
        Assert.Equal(Started(pod), Started(after));
    }

    [Fact]
    public async Task New_resources_restart_the_worker_once_and_keep_its_session()
    {
        var user = await Installation.AddUserAsync("resized", channels: 1, posts: 5);
        await user.SeeAllPostsAsync();
        var pod = await PodAsync(user);
        var codes = await Installation.Telegram.CallsAsync("auth.sendCode");

        await Installation.KubectlAsync(
            "patch", "tguser", user.Name, "--type=merge", "-p", """{"spec":{"worker":{"resources":{"limits":{"memory":"400Mi"}}}}}""");
        var replaced = await Installation.SeeAsync("pod", user.Pod, p => Uid(p) != Uid(pod) && Conditions.IsTrue(p, "Ready"));
        Assert.Equal(
            "400Mi",
            replaced.GetProperty("spec").GetProperty("containers")[0].GetProperty("resources").GetProperty("limits").GetProperty("memory").GetString());

        await Installation.Telegram.PublishAsync(user.Channels[0], "After the restart");
        await user.SeeAllPostsAsync();
        await user.SeeReadyAsync();
        Assert.Equal(codes, await Installation.Telegram.CallsAsync("auth.sendCode"));
        Assert.Equal(Uid(replaced), Uid(await PodAsync(user)));
        Assert.Equal(0, (await Installation.Telegram.OverlapsAsync()).GetArrayLength());
    }

    [Fact]
    public async Task A_pod_that_is_deleted_by_force_is_replaced_and_nothing_is_lost_or_doubled()
    {
        var user = await Installation.AddUserAsync("forced", channels: 2, posts: 30);
        await user.SeeAllPostsAsync();
        var pod = await PodAsync(user);

        await Installation.KubectlAsync("delete", "pod", user.Pod, "--force", "--grace-period=0");
        foreach (var channel in user.Channels)
            await Installation.Telegram.PublishAsync(channel, "While the pod was replaced");
        await Installation.SeeAsync("pod", user.Pod, p => Uid(p) != Uid(pod) && Conditions.IsTrue(p, "Ready"));
        await user.SeeAllPostsAsync();
        Assert.Equal(0, (await Installation.Telegram.OverlapsAsync()).GetArrayLength());
    }

    private Task<JsonElement> PodAsync(ParsedUser user) => Installation.SeeAsync("pod", user.Pod, _ => true);

    private async Task<int> LoadedAsync(ParsedUser user)
    {
        var (status, body) = await Installation.Rest.SendAsync(
            HttpMethod.Get, $"/users/{Installation.Namespace}:{user.Name}/channels");
        return status == 200 ? body.GetProperty("total").GetInt32() : -1;
    }

    private static bool IsObserved(JsonElement obj) =>
        obj.GetProperty("status").GetProperty("observedGeneration").GetInt64() == obj.GetProperty("metadata").GetProperty("generation").GetInt64();

    private static string Uid(JsonElement obj) => obj.GetProperty("metadata").GetProperty("uid").GetString()!;

    private static string Started(JsonElement pod) =>
        pod.GetProperty("status").GetProperty("containerStatuses")[0].GetProperty("state").GetProperty("running").GetProperty("startedAt").GetString()!;
}
