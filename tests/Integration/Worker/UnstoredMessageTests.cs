using System.Text.Json;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Messages that this database refuses, as one would that this version cannot store.</summary>
[Collection(WorkerCollection.Name)]
public sealed class UnstoredMessageTests(PostgresFixture postgres)
{
    private const string Waiting = "SELECT count(*) FROM unstored_messages WHERE deleted_at IS NULL";

    [Fact]
    public async Task A_message_that_cannot_be_stored_is_passed_by_kept_as_Telegram_gave_it_and_stored_on_command_later()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (channel, worker, _) = await StartAsync(scenario);

        // The channel goes on, and what came back from TDLib is kept word for word.
        channel.Publish(new Post { Text = "after the poison" });
        await WorkerScenario.ParseAsync(worker);
        Assert.Equal(channel.Posts.Count - 2L, await scenario.ScalarAsync("SELECT count(*) FROM posts"));
        using var raw = JsonDocument.Parse((string)(await scenario.ScalarAsync("SELECT raw FROM unstored_messages ORDER BY message_id LIMIT 1"))!);
        Assert.Equal("message", raw.RootElement.GetProperty("@type").GetString());
        Assert.Equal("poison one", raw.RootElement.GetProperty("content").GetProperty("text").GetProperty("text").GetString());
        Assert.Equal("2", await MetricAsync(worker));

        // As long as it cannot be stored, another try says so.
        var report = await RetryAsync(worker);
        Assert.Equal((2, 0, 0, 0), (report.Tried, report.Stored, report.Deleted, report.Problems.Count));

        await AllowAsync(scenario);
        channel.Delete([channel.Posts.Single(p => p.Text == "poison two").Id]);
        report = await RetryAsync(worker);
        Assert.Equal((2, 1, 1), (report.Tried, report.Stored, report.Deleted));
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
        Assert.Equal("0", await MetricAsync(worker));
        // What the server has no more is not tried for ever, nor thrown away.
        Assert.Equal(0, (await RetryAsync(worker)).Tried);
        Assert.Equal(1L, await scenario.ScalarAsync("SELECT count(*) FROM unstored_messages WHERE raw LIKE '%poison two%'"));
    }

    [Fact]
    public async Task A_worker_that_starts_stores_what_the_one_before_could_not()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var (channel, worker, settings) = await StartAsync(scenario);
        await worker.DisposeAsync();
        await AllowAsync(scenario);

        await scenario.StartWorkerAsync(settings);

        await Eventually.SeeAsync(async () => (long)(await scenario.ScalarAsync(Waiting))!, waiting => waiting == 0);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    private static async Task<(Channel Channel, WorkerProcess Worker, Contracts.Workers.WorkerSettings Settings)> StartAsync(WorkerScenario scenario)
    {
        await scenario.ScalarAsync("ALTER TABLE posts ADD CONSTRAINT no_poison CHECK (text NOT LIKE '%poison o%' AND text NOT LIKE '%poison t%')");
        var channel = scenario.AddChannel("poisoned_channel", 20);
        channel.Load(new Post { Text = "poison one" });
        channel.Load(new Post { Text = "good" });
        channel.Load(new Post { Text = "poison two" });
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("poisoned", "@poisoned_channel"));
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        Assert.Equal(2L, await scenario.ScalarAsync(Waiting));
        return (channel, worker, settings);
    }

    private static Task AllowAsync(WorkerScenario scenario) => scenario.ScalarAsync("ALTER TABLE posts DROP CONSTRAINT no_poison");

    private static Task<RetryReport> RetryAsync(WorkerProcess worker) => worker.PostAsync<RetryReport>(ControlPaths.RetryUnstored);

    private static async Task<string> MetricAsync(WorkerProcess worker)
    {
        const string name = "tgparser_unstored_messages ";
        var text = await worker.Metrics.GetStringAsync("/metrics");
        return text.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
    }
}
