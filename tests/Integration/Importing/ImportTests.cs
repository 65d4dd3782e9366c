using TelegramParser.Harness;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Importing;

/// <summary>A move from the older system, as a person makes it: interrupted, resumed, and then the worker goes on.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ImportTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_hundred_thousand_posts_survive_a_kill_and_the_next_parse_adds_exactly_what_is_new()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var harbour = scenario.AddChannel("harbour_news", 60_000);
        var market = scenario.AddChannel("market_ledger", 40_000);
        // Ids that the older system never saw.
        harbour.Delete([5, 6, 7, 30_000]);
        await using var old = await OldSystem.StartAsync(postgres);
        await old.AddChannelAsync("harbour_news", harbour.Id, followers: 1);
        await old.AddChannelAsync("https://t.me/market_ledger", -1000000000000 - market.Id, followers: 1);
        await old.AddPostsAsync(harbour.Posts.Zip(market.Posts, (h, m) => new[] { Row(1, h), Row(2, m) }).SelectMany(pair => pair));
        await old.AddPostsAsync(harbour.Posts.Skip(market.Posts.Count).Select(post => Row(1, post)));
        await old.AddPostsAsync(market.Posts.Take(500).Select(post => Row(2, post)));
        await old.AddPostsAsync(new OldRow(1, 1, null, "without an id"));

        var arguments = old.Arguments(scenario.ConnectionString, "--user", "1=default:alice");
        await using (var first = Start(arguments))
        {
            await Eventually.SeeAsync(
                async () => first.ExitCode is null ? await RowsAsync(scenario) : throw new InvalidOperationException(first.Tail), rows => rows >= 20_000, Long);
            await first.KillAsync();
        }
        var before = await RowsAsync(scenario);
        Assert.InRange(before, 20_000, 100_000);
        Assert.Equal(before, await scenario.ScalarAsync("SELECT count(*) FROM posts"));

        await using (var second = Start(arguments))
        {
            Assert.Contains("going on after row", await second.WaitForLineAsync(line => line.Contains("going on", StringComparison.Ordinal), Long), StringComparison.Ordinal);
            var done = await second.WaitForLineAsync(line => line.Contains("done", StringComparison.Ordinal), Long);
            Assert.Equal(
                "default:alice: done; of 100,497 rows in all 99,996 were new posts, 500 joined with one that was there, 1 without message id or date", done);
            await second.WaitForExitAsync(CancellationToken.None);
            Assert.Equal(0, second.ExitCode);
        }
        await AssertTextsAsync(scenario, harbour, market);

        for (var i = 0; i < 150; i++)
            harbour.Publish(new Post { Text = $"new {i}" });
        market.Publish(new Post { Text = "the one that is new" });
        var worker = await scenario.StartLoggedInAsync(scenario.Settings(
            "alice", WorkerScenario.Subscription("harbour", "@harbour_news", backfill: null), WorkerScenario.Subscription("market", "@market_ledger", backfill: null)));
        await scenario.SeeParsedAsync(2);
        await AssertTextsAsync(scenario, harbour, market);
        Assert.Equal(151L, await scenario.ScalarAsync("SELECT sum(posts_added)::bigint FROM parses"));
        Assert.Equal(99_996L + 151, await scenario.ScalarAsync("SELECT sum(posts_total)::bigint FROM user_channels"));
        // Nothing that was imported is read again.
        Assert.InRange(scenario.Telegram.World.Calls.Of("messages.getHistory").Count, 0, 8);
        Assert.Equal(0, (await WorkerScenario.ParseAsync(worker)).PostsAdded);

        static OldRow Row(long channel, Post post) => new(1, channel, post.Id, post.Text);
    }

    private static ManagedProcess Start(string[] arguments) =>
        ManagedProcess.Start(Repository.Program("operator", "operator"), arguments, []);

    private static async Task<long> RowsAsync(WorkerScenario scenario) =>
        (long)(await scenario.ScalarAsync("SELECT coalesce(sum(rows_read), 0)::bigint FROM imports"))!;

    private static async Task AssertTextsAsync(WorkerScenario scenario, params Channel[] channels)
    {
        foreach (var channel in channels)
        {
            await using var command = scenario.Database.CreateCommand("SELECT message_id, text FROM posts WHERE chat_id = $1 ORDER BY message_id");
            command.Parameters.AddWithValue(-1000000000000 - channel.Id);
            await using var reader = await command.ExecuteReaderAsync();
            var stored = new List<(int, string)>();
            while (await reader.ReadAsync())
                stored.Add(((int)reader.GetInt64(0), reader.GetString(1)));
            Assert.Equal(channel.Posts.Select(post => (post.Id, post.Text)), stored);
        }
    }
}
