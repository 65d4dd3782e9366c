using System.Text.Json;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>A new revision of the chart with a new worker image: workers are rolled once and keep their sessions.</summary>
public sealed class UpgradeTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    private const string NewTag = "dev-next";

    [Fact]
    public async Task An_upgrade_rolls_each_worker_once_with_its_session()
    {
        var users = new List<ParsedUser>();
        foreach (var name in new[] { "upgraded-1", "upgraded-2" })
        {
            var user = await Installation.AddUserAsync(name, channels: 1, posts: 10);
            await user.SeeAllPostsAsync();
            users.Add(user);
        }
        var codes = await Installation.Telegram.CallsAsync("auth.sendCode");
        foreach (var image in new[] { "telegram-parser-operator", "telegram-parser-worker" })
            await Installation.TagImageAsync($"local.test/{image}:dev", $"local.test/{image}:{NewTag}");

        await Installation.HelmAsync("upgrade", $"image.tag={NewTag}", $"worker.image.tag={NewTag}");
        await Installation.RolledOutAsync();
        foreach (var user in users)
        {
            await Installation.Telegram.PublishAsync(user.Channels[0], "During the upgrade");
            await Installation.SeeAsync("pod", user.Pod, pod => Image(pod).EndsWith(NewTag, StringComparison.Ordinal) && Conditions.IsTrue(pod, "Ready"));
            await user.SeeAllPostsAsync();
            await user.SeeReadyAsync();
        }
        Assert.Equal(codes, await Installation.Telegram.CallsAsync("auth.sendCode"));
        Assert.Equal(0, (await Installation.Telegram.OverlapsAsync()).GetArrayLength());

        await Installation.HelmAsync("upgrade");
        await Installation.RolledOutAsync();
        foreach (var user in users)
            await Installation.SeeAsync("pod", user.Pod, pod => !Image(pod).EndsWith(NewTag, StringComparison.Ordinal) && Conditions.IsTrue(pod, "Ready"));
    }

    private static string Image(JsonElement pod) => pod.GetProperty("spec").GetProperty("containers")[0].GetProperty("image").GetString()!;
}
