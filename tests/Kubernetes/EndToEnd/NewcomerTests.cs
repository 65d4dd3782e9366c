using TelegramParser.Harness;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>What a person does first: applies a user and subscriptions, logs in, looks.</summary>
public sealed class NewcomerTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    [Fact]
    public async Task A_user_with_three_subscriptions_gets_one_worker_and_its_posts()
    {
        var user = await Installation.AddUserAsync("newcomer", channels: 3, posts: 40);
        await user.SeeAllPostsAsync();

        await user.SeeReadyAsync();
        Assert.Single(await Installation.ListAsync("pods", "tgparser.io/user=newcomer"));
        foreach (var channel in user.Channels)
            await Installation.SeeAsync("tgsub", user.Subscription(channel), subscription => Conditions.IsTrue(subscription, "Ready"));

        var answer = await user.ParseAsync();
        Assert.Equal("success", answer.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Helms_own_test_of_the_release_passes() =>
        Assert.Contains("Succeeded", await Installation.HelmTestAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task Kubectl_shows_what_a_person_looks_for()
    {
        var user = await Installation.AddUserAsync("columns", channels: 1, posts: 7);
        await user.SeeAllPostsAsync();
        await user.SeeReadyAsync();

        var shown = await Eventually.SeeAsync(
            () => Installation.KubectlAsync("get", "tguser,tgsub"),
            table => table.Split('\n').Any(line => line.Contains(user.Subscription(user.Channels[0]), StringComparison.Ordinal)
                && line.Contains("True", StringComparison.Ordinal) && line.Contains(" 7 ", StringComparison.Ordinal)),
            TimeSpan.FromMinutes(6));
        Assert.Contains("READY", shown, StringComparison.Ordinal);
        Assert.Contains("REASON", shown, StringComparison.Ordinal);
        Assert.Contains("LAST PARSE", shown, StringComparison.Ordinal);

        var explained = await Installation.KubectlAsync("explain", "tgsub.spec.schedule");
        Assert.Contains("interval", explained, StringComparison.Ordinal);
        Assert.Contains("cron", explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_manifests_work_as_they_are()
    {
        await Installation.KubectlAsync("apply", "-f", Path.Combine(Repository.Root, "examples", "demo"));
        var alice = Installation.Adopt("alice", "+15550000001", "harbour_news", "market_ledger", "1500000006");
        await alice.LogInByQrAsync();
        var bob = Installation.Adopt("bob", "+15550000002");
        await bob.LogInAsync("54321", "correct horse");

        await alice.SeeReadyAsync();
        await bob.SeeReadyAsync();
        await alice.SeeAllPostsAsync();
        await Installation.KubectlAsync("delete", "-f", Path.Combine(Repository.Root, "examples", "demo"), "--timeout=120s");
    }
}
