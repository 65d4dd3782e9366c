using TelegramParser.Contracts.Resources;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>What happens to posts after they were stored.</summary>
[Collection(WorkerCollection.Name)]
public sealed class RefreshTests(PostgresFixture postgres)
{
    private static readonly RefreshSpec Month = new() { Window = "30d" };
    private static readonly string[] Emoji = ["👍", "🔥", "🎉"];

    [Fact]
    public async Task Edits_deletions_counters_and_polls_arrive_and_only_edits_are_versions()
    {
        await using var scene = await RefreshScene.StartAsync(postgres.Cluster, Month, Posts(230).Append(
            new Post { Media = new Poll("Tea?", [new PollAnswer("Yes", 3), new PollAnswer("No", 1)]) }));
        var poll = scene.Channel.LastPostId;
        scene.Channel.Edit(1, post => post with { Text = "the oldest, corrected" });
        scene.Channel.Edit(229, post => post with { Text = "a new one, corrected" });
        scene.Channel.Delete([2, 3, 100, 101, 102, 230]);
        scene.Channel.Count(50, post => post with { Views = 5000, Forwards = 12, Replies = 7, Reactions = [new Reaction("🔥", 4)] });
        scene.Channel.Count(51, post => post with { Reactions = [] });
        scene.Channel.Vote(poll, 0, 5);

        await scene.RefreshAsync();
        await AssertAsServedAsync(scene, deleted: 6);
        scene.Channel.Count(poll, post => post with { Media = (Poll)post.Media! with { IsClosed = true } });
        scene.Channel.Edit(229, post => post with { Text = "a new one, corrected twice" });
        await scene.RefreshAsync();

        await AssertAsServedAsync(scene, deleted: 6);
        var stored = await scene.StoredAsync();
        Assert.Equal(["post 1"], stored[1].Versions);
        Assert.Equal(["post 229", "a new one, corrected"], stored[229].Versions);
        Assert.Equal([1, 229], stored.Where(p => p.Value.Versions.Count > 0).Select(p => p.Key).Order());
        Assert.DoesNotContain("messages.getMessagesViews", scene.Scenario.Telegram.World.Calls.All.Select(c => c.Method));
    }

    [Fact]
    public async Task What_lies_before_the_window_is_left_alone_and_the_cursor_never_moves()
    {
        var now = DateTimeOffset.UtcNow;
        await using var scene = await RefreshScene.StartAsync(postgres.Cluster, new() { Window = "2d" },
            Posts(20).Select((post, i) => post with { Date = now.AddHours(-5 * (20 - i)) }));
        var cursor = await scene.Scenario.ScalarAsync("SELECT (cursor, backfill_low_id, backfill_count, posts_total)::text FROM user_channels");
        // 48 hours hold the posts of 5, 10, … 45 hours ago: the last nine.
        foreach (var id in new[] { 11, 12 })
            scene.Channel.Edit(id, post => post with { Text = "edited" });

        await scene.RefreshAsync();

        var stored = await scene.StoredAsync();
        Assert.Equal(("post 11", "edited"), (stored[11].Text, stored[12].Text));
        Assert.Equal(cursor, await scene.Scenario.ScalarAsync("SELECT (cursor, backfill_low_id, backfill_count, posts_total)::text FROM user_channels"));
    }

    [Fact]
    public async Task A_history_that_is_short_or_empty_deletes_nothing()
    {
        await using var scene = await RefreshScene.StartAsync(postgres.Cluster, Month, Posts(250));
        scene.Channel.Withhold([.. Enumerable.Range(1, 120), 180, 250]);
        scene.Channel.Count(60, post => post with { Views = 77 });
        await scene.RefreshAsync();
        await AssertAsServedAsync(scene, deleted: 0);

        scene.Channel.Withhold(Enumerable.Range(1, 250));
        scene.Channel.Delete([30]);
        await scene.RefreshAsync();
        await AssertAsServedAsync(scene, deleted: 1);
    }

    [Fact]
    public async Task An_error_deletes_nothing_and_the_next_round_makes_up_for_it()
    {
        await using var scene = await RefreshScene.StartAsync(postgres.Cluster, Month, Posts(30));
        scene.Channel.Delete([7, 8]);
        scene.Scenario.Telegram.World.Faults.Add(new Fault { Method = "channels.getMessages", Code = 400, Error = "MSG_ID_INVALID" });
        await scene.FailToRefreshAsync();
        Assert.DoesNotContain((await scene.StoredAsync()).Values, post => post.IsDeleted);

        scene.Scenario.Telegram.World.Faults.Clear();
        await scene.RestartAsync();
        await scene.RefreshAsync();
        await AssertAsServedAsync(scene, deleted: 2);
    }

    private static IEnumerable<Post> Posts(int count) => Enumerable.Range(1, count).Select(i => new Post
    {
        Text = $"post {i}",
        Views = i,
        Forwards = i % 7,
        Replies = i % 3,
        Reactions = i % 2 == 0 ? [] : [new Reaction(Emoji[i % 3], i)],
    });

    // Deleted posts stay as they were seen last.
    private static async Task AssertAsServedAsync(RefreshScene scene, int deleted)
    {
        var stored = await scene.StoredAsync();
        foreach (var post in scene.Channel.Posts)
            Assert.Equal((post.Id, RefreshScene.Served(post)), (post.Id, stored[post.Id]));
        var gone = stored.Where(p => p.Value.IsDeleted).Select(p => p.Key).ToList();
        Assert.DoesNotContain(gone, id => scene.Channel.Find(id) is not null);
        Assert.Equal((deleted, scene.Channel.Posts.Count + deleted), (gone.Count, stored.Count));
    }
}
