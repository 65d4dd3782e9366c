using Microsoft.Playwright;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.EndToEndTests.Standalone;

/// <summary>The main job, as a newcomer sees it: manifests go in, a person logs in on a page, posts come out.</summary>
[Collection(BrowserCollection.Name)]
public sealed class StandaloneTests(BrowserFixture fixture)
{
    // User ids of the demo's world.
    private const long Alice = 1001;
    private const long Bob = 1002;

    [Fact]
    public async Task Two_people_log_in_on_their_pages_and_their_posts_arrive()
    {
        await using var scene = await StandaloneScene.StartAsync(fixture.Cluster);
        await LogAliceInByQrAsync(scene);
        await LogBobInByCodeAsync(scene);
        await scene.SeeAllPostsAsync("default:alice", "harbour_news", "market_ledger");
        await scene.SeeAllPostsAsync("default:bob", "science_daily", "gorod_segodnya", "open_source_weekly");

        // What the old system answered, to the letter of its shape.
        scene.World.ChannelByName("harbour_news")!.Publish(new Post { Text = "Ferry @harbour_news resumes" });
        var alice = (await scene.SeeAsync("/users/default:alice", _ => true)).GetProperty("id").GetInt64();
        var (status, body) = await scene.PostAsync($"/users/{alice}/channels/parse");
        Assert.Equal(200, status);
        Assert.Equal(["user_id", "telegram_id", "posts_added", "status"], body.EnumerateObject().Select(p => p.Name));
        Assert.Equal((alice, 1001, "success"), (body.GetProperty("user_id").GetInt64(), body.GetProperty("telegram_id").GetInt64(), body.GetProperty("status").GetString()));
        var users = await scene.SeeAsync("/users?authenticated_only=true", _ => true);
        Assert.Equal(2, users.GetProperty("total").GetInt32());
        var found = await scene.SeeAsync("/users/default:alice/posts?q=ferries%20resume&limit=5", p => p.GetProperty("posts").GetArrayLength() > 0);
        Assert.Contains(found.GetProperty("posts").EnumerateArray(), p => p.GetProperty("text").GetString() == "Ferry @harbour_news resumes");

        // All users at once: answered at once, followed through the run.
        var (accepted, run) = await scene.PostAsync("/parse_all_channels");
        Assert.Equal(202, accepted);
        var ended = await scene.SeeAsync(run.GetProperty("status_url").GetString()!, r => r.GetProperty("status").GetString() != "running");
        Assert.Equal("success", ended.GetProperty("status").GetString());
        await ParseAndReadOnThePagesAsync(scene);
    }

    [Fact]
    public async Task Edits_of_manifests_apply_at_once_and_a_wrong_one_disturbs_nobody()
    {
        await using var scene = await StandaloneScene.StartAsync(fixture.Cluster);
        await scene.LogInAsync("default:alice", DemoWorld.AlicePhone, "12345");
        await scene.SeeAllPostsAsync("default:alice", "harbour_news", "market_ledger");
        var loop = LoopOf(scene, "alice");

        var wrong = Path.Combine(scene.Manifests, "wrong.yaml");
        await File.WriteAllTextAsync(wrong,
            """
            apiVersion: tgparser.io/v1alpha1
            kind: ChannelSubscription
            metadata: {name: misspelt}
            spec: {userRef: {name: alice}, chanel: "@science_daily"}
            """);
        await Eventually.SeeAsync(() => Task.FromResult(scene.Process.Lines.Any(l => l.Contains("wrong.yaml", StringComparison.Ordinal) && l.Contains("channel", StringComparison.Ordinal))));
        await File.WriteAllTextAsync(wrong,
            """
            apiVersion: tgparser.io/v1alpha1
            kind: ChannelSubscription
            metadata: {name: science-too}
            spec: {userRef: {name: alice}, channel: "@science_daily", schedule: {cron: "99 * * * *"}}
            """);
        await Eventually.SeeAsync(() => Task.FromResult(scene.Process.Lines.Any(l => l.Contains("InvalidSpec", StringComparison.Ordinal) && l.Contains("wrong minute", StringComparison.Ordinal))));
        await File.WriteAllTextAsync(wrong,
            """
            apiVersion: tgparser.io/v1alpha1
            kind: ChannelSubscription
            metadata: {name: science-too}
            spec: {userRef: {name: alice}, channel: "@science_daily", backfill: {limit: 1000}}
            """);
        await scene.SeeAllPostsAsync("default:alice", "harbour_news", "market_ledger", "science_daily");
        Assert.Equal(loop, LoopOf(scene, "alice"));

        File.Delete(wrong);
        await scene.SeeAsync("/users/default:alice/channels", c => !c.GetRawText().Contains("science-too", StringComparison.Ordinal));
        File.Delete(Path.Combine(scene.Manifests, "bob.yaml"));
        await Eventually.SeeAsync(() => Task.FromResult(scene.Process.Lines.Any(l => l.Contains("[default/bob-worker-0]", StringComparison.Ordinal) && l.Contains("worker stopped", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_group_is_watched_as_soon_as_its_manifest_is_there()
    {
        await using var scene = await StandaloneScene.StartAsync(fixture.Cluster);
        var group = scene.World.Add(new ChannelInfo { Id = 1500000100, Title = "Harbour talk", Username = "harbour_talk", IsGroup = true });
        group.Join(Alice);
        group.Publish(new Post { Text = "@alice_reads long ago", SenderId = Bob });
        await scene.LogInAsync("default:alice", DemoWorld.AlicePhone, "12345");

        await File.WriteAllTextAsync(
            Path.Combine(scene.Manifests, "group.yaml"),
            """
            apiVersion: tgparser.io/v1alpha1
            kind: GroupMonitor
            metadata: {name: talk}
            spec: {userRef: {name: alice}, group: "@harbour_talk", contextMessages: 1, triggers: {keywords: [harbour]}}
            """);
        await scene.SeeAsync("/users/default:alice/groups", groups => groups.GetProperty("running").GetInt32() == 1);
        foreach (var text in new[] { "Who has the key?", "@alice_reads has it.", "Thanks!", "The harbours are open.", "@alice_reads_not does not." })
            group.Publish(new Post { Text = text, SenderId = Bob });

        var found = await scene.SeeAsync("/users/default:alice/mentions", page => page.GetProperty("mentions").GetArrayLength() == 2);
        Assert.Equal(
            ["The harbours are open. (keyword)", "@alice_reads has it. (mention)"],
            found.GetProperty("mentions").EnumerateArray().Select(mention =>
                $"{mention.GetProperty("text")} ({string.Join(' ', mention.GetProperty("triggers").EnumerateArray().Select(trigger => trigger.GetProperty("kind")))})"));
        var mention = await scene.SeeAsync(
            $"/mentions/{found.GetProperty("mentions")[1].GetProperty("id")}", one => one.GetProperty("after_awaited").GetInt32() == 0);
        Assert.Equal("Who has the key?", mention.GetProperty("before")[0].GetProperty("text").GetString());
        Assert.Equal("Thanks!", mention.GetProperty("after")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task After_a_crash_of_everything_it_goes_on_without_a_login()
    {
        await using var scene = await StandaloneScene.StartAsync(fixture.Cluster);
        await scene.LogInAsync("default:alice", DemoWorld.AlicePhone, "12345");
        await scene.SeeAllPostsAsync("default:alice", "harbour_news", "market_ledger");
        await scene.Process.KillAsync();
        scene.World.ChannelByName("harbour_news")!.Publish(new Post { Text = "while nobody ran" });
        await scene.RestartAsync();
        await scene.SeeLoginAsync("default:alice", "ready");
        await scene.SeeAllPostsAsync("default:alice", "harbour_news", "market_ledger");
        Assert.Single(scene.World.Calls.Of("auth.signIn"));
    }

    [Fact]
    public async Task A_QR_code_that_has_expired_is_replaced_on_the_page()
    {
        await using var scene = await StandaloneScene.StartAsync(fixture.Cluster, TimeSpan.FromSeconds(4));
        await scene.SeeLoginAsync("default:alice", "waiting_for_login");
        await using var page = await WatchedPage.OpenAsync(fixture.Browser, scene.Http.BaseAddress!);
        await page.GoAsync("/login/default:alice");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();
        var code = page.Page.GetByAltText("QR code for logging in to Telegram");
        await Assertions.Expect(code).ToBeVisibleAsync();
        var first = (await scene.SeeLoginAsync("default:alice", "waiting_for_qr_scan")).GetProperty("qr_link").GetString();
        var second = await scene.SeeAsync("/users/default:alice/login", l => l.TryGetProperty("qr_link", out var q) && q.GetString() is { } link && link != first);
        scene.Telegram.Simulator.AcceptLogin(second.GetProperty("qr_link").GetString()!, DemoWorld.AlicePhone);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Logged in" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.AssertCalmAsync();
    }

    private async Task LogAliceInByQrAsync(StandaloneScene scene)
    {
        await scene.SeeLoginAsync("default:alice", "waiting_for_login");
        await using var page = await WatchedPage.OpenAsync(fixture.Browser, scene.Http.BaseAddress!);
        await page.GoAsync("/login/default:alice");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByAltText("QR code for logging in to Telegram")).ToBeVisibleAsync();
        await page.PictureAsync("real-login-qr");
        var login = await scene.SeeLoginAsync("default:alice", "waiting_for_qr_scan");
        scene.Telegram.Simulator.AcceptLogin(login.GetProperty("qr_link").GetString()!, DemoWorld.AlicePhone);
        await Assertions.Expect(page.Page.GetByText("Alice Marlow")).ToBeVisibleAsync();
        await page.PictureAsync("real-login-ready");
        await page.AssertCalmAsync();
    }

    private async Task ParseAndReadOnThePagesAsync(StandaloneScene scene)
    {
        scene.World.ChannelByName("harbour_news")!.Publish(new Post { Text = "The lighthouse is lit again" });
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, scene.Http.BaseAddress!);
        var page = watched.Page;
        await watched.GoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "default:alice" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Parse all now" }).ClickAsync();
        // The schedule may have brought it before.
        await Assertions.Expect(page.Locator(".notice.good")).ToContainTextAsync("Done: ", new() { Timeout = 60_000 });
        await watched.PictureAsync("real-user");
        await page.GetByRole(AriaRole.Link, new() { Name = "Posts", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Article).First).ToContainTextAsync("The lighthouse is lit again");
        await watched.PictureAsync("real-posts");
        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("lighthouses lit");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
        await watched.AssertCalmAsync();
    }

    private async Task LogBobInByCodeAsync(StandaloneScene scene)
    {
        await scene.SeeLoginAsync("default:bob", "waiting_for_login");
        await using var page = await WatchedPage.OpenAsync(fixture.Browser, scene.Http.BaseAddress!);
        await page.GoAsync("/login/default:bob");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Send code" }).ClickAsync();
        var code = page.Page.GetByLabel("Code", new() { Exact = true });
        await code.FillAsync("11111");
        await code.PressAsync("Enter");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That code is not right");
        await page.PictureAsync("real-login-code-wrong");
        await code.FillAsync("54321");
        await code.PressAsync("Enter");
        var password = page.Page.GetByLabel("Password");
        await password.FillAsync("wrong");
        await password.PressAsync("Enter");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That password is not right");
        await page.PictureAsync("real-login-password-wrong");
        await password.FillAsync("correct horse");
        await password.PressAsync("Enter");
        await Assertions.Expect(page.Page.GetByText("Bob Tanner")).ToBeVisibleAsync();
        await page.AssertCalmAsync();
        // Nothing that the person typed is in any log.
        Assert.All(scene.Process.Lines, l => Assert.DoesNotContain("correct horse", l, StringComparison.Ordinal));
        Assert.All(scene.Process.Lines, l => Assert.DoesNotContain("54321", l, StringComparison.Ordinal));
    }

    private static string LoopOf(StandaloneScene scene, string user)
    {
        var line = scene.Process.Lines.Last(l => l.Contains($"[default/{user}-worker-0]", StringComparison.Ordinal) && l.Contains(" loop=", StringComparison.Ordinal));
        return line[(line.LastIndexOf(" loop=", StringComparison.Ordinal) + 6)..];
    }
}
