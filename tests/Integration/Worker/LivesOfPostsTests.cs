using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>A channel over days: what is stored at the end is what the server has, with all that a refresh could see on the way.</summary>
[Collection(WorkerCollection.Name)]
public sealed class LivesOfPostsTests(PostgresFixture postgres)
{
    private const int Days = 4;
    private const int PostsAtFirst = 16_000;
    private const int PostsADay = 1_000;
    private const int EditsADay = 500;
    private const int DeletionsADay = 125;

    private static readonly string[] Emoji = ["👍", "🔥", "🎉", "👏"];

    private readonly Random _random = new(20261122);
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow.AddDays(-Days - 16);

    [Fact]
    public async Task Of_20000_posts_with_2000_edits_500_deletions_and_moving_counters_the_servers_state_is_stored()
    {
        await using var scene = await RefreshScene.StartAsync(
            postgres.Cluster, new() { Window = "30d" }, Enumerable.Range(1, PostsAtFirst).Select(i => Draft(i, _start.AddDays(16.0 * i / PostsAtFirst))));
        var seen = scene.Channel.Posts.ToDictionary(post => post.Id, post => new List<string> { post.Text });
        var deleted = new HashSet<int>();
        for (var day = 1; day <= Days; day++)
        {
            for (var i = 0; i < PostsADay; i++)
            {
                var post = scene.Channel.Publish(Draft(scene.Channel.LastPostId + 1, _start.AddDays(15 + day + ((double)i / PostsADay))));
                seen.Add(post.Id, [post.Text]);
            }
            await WorkerScenario.ParseAsync(scene.Worker);
            deleted.UnionWith(Live(scene.Channel, day));
            foreach (var post in scene.Channel.Posts.Where(post => seen[post.Id][^1] != post.Text))
                seen[post.Id].Add(post.Text);
            await scene.RefreshAsync();
        }

        var stored = await scene.StoredAsync();
        Assert.Equal(PostsAtFirst + (Days * PostsADay), stored.Count);
        Assert.Equal(deleted.Order(), stored.Where(post => post.Value.IsDeleted).Select(post => post.Key).Order());
        foreach (var post in scene.Channel.Posts)
            Assert.Equal((post.Id, RefreshScene.Served(post)), (post.Id, stored[post.Id]));
        foreach (var (id, texts) in seen)
            Assert.Equal(texts, [.. stored[id].Versions, stored[id].Text]);
        Assert.True(stored.Values.Count(post => post.Versions.Count > 1) > 20);
    }

    /// <summary>A day in the life of the channel: the ids of the posts that were deleted.</summary>
    private IReadOnlyList<int> Live(Channel channel, int day)
    {
        var posts = channel.Posts;
        // New posts are edited, deleted and seen most, as in life; old ones now and then.
        int Any() => posts[_random.Next(2) == 0 ? _random.Next(posts.Count) : posts.Count - 1 - _random.Next(2 * PostsADay)].Id;
        var gone = new HashSet<int>();
        while (gone.Count < DeletionsADay)
            gone.Add(Any());
        channel.Delete([.. gone]);
        for (var i = 0; i < EditsADay;)
        {
            if (channel.Edit(Any(), post => post.Media is null ? post with { Text = $"{post.Text} / day {day} edit {i}" } : post) is not null)
                i++;
        }
        foreach (var post in channel.Posts)
        {
            if (post.Media is Poll)
                channel.Vote(post.Id, _random.Next(2), _random.Next(1, 9));
            else if (_random.Next(3) == 0)
                channel.Count(post.Id, Moved);
        }
        return [.. gone];
    }

    private Post Moved(Post post) => post with
    {
        Views = post.Views + _random.Next(1000),
        Forwards = post.Forwards + _random.Next(3),
        Replies = post.Replies + _random.Next(3),
        Reactions = _random.Next(5) == 0 ? [] : [.. Emoji.Take(_random.Next(1, 4)).Select(emoji => new Reaction(emoji, _random.Next(1, 500)))],
    };

    private static Post Draft(int number, DateTimeOffset date) => new()
    {
        Date = date,
        Text = number % 50 == 0 ? "" : $"post {number}",
        Media = number % 50 == 0 ? new Poll($"Question {number}?", [new PollAnswer("Yes", 1), new PollAnswer("No", 0)]) : null,
        Views = number % 1000,
        Replies = 0,
        Reactions = number % 4 == 0 ? [new Reaction("👍", number)] : [],
    };
}
