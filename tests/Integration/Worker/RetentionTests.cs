using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Retention;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>What was removed because it was too old stays removed, though Telegram still has it.</summary>
[Collection(WorkerCollection.Name)]
public sealed class RetentionTests(PostgresFixture postgres)
{
    private const string Stored = "SELECT string_agg(message_id::text, ' ' ORDER BY message_id) FROM posts";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task No_parse_backfill_refresh_or_retry_brings_back_what_was_removed()
    {
        await using var scene = await RefreshScene.StartAsync(postgres.Cluster, new() { Window = "60d" }, PostsOfDays(40));
        var scenario = scene.Scenario;
        Assert.Equal(40L, await scenario.ScalarAsync("SELECT posts_total FROM user_channels"));
        await scenario.ScalarAsync("INSERT INTO unstored_messages (user_id, chat_id, message_id, error) SELECT user_id, chat_id, 5, 'test' FROM user_channels");

        await RemoveAsync(scenario, days: 10);
        const string young = "31 32 33 34 35 36 37 38 39 40";
        Assert.Equal(young, await scenario.ScalarAsync(Stored));

        // The worker knows of no retention, as if it was taken back meanwhile: only what was removed is not read again.
        await WorkerScenario.ParseAsync(scene.Worker);
        await scene.RefreshAsync();
        Assert.Equal(1, (await scene.Worker.PostAsync<RetryReport>(ControlPaths.RetryUnstored)).Tried);
        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM unstored_messages"));
        foreach (var backfill in new BackfillSpec[] { new() { Since = DateTimeOffset.UtcNow.AddDays(-50) }, new() { Limit = 200000 } })
        {
            await scene.Worker.ReloadAsync(scene.Settings with { Subscriptions = [scene.Settings.Subscriptions[0] with { Backfill = backfill }] });
            await WorkerScenario.ParseAsync(scene.Worker);
        }
        await scene.RestartAsync();
        scene.Channel.Publish(new Post { Text = "new" });
        await WorkerScenario.ParseAsync(scene.Worker);

        Assert.Equal(young + " 41", await scenario.ScalarAsync(Stored));
        Assert.Equal(11L, await scenario.ScalarAsync("SELECT posts_total FROM user_channels"));
    }

    [Fact]
    public async Task What_is_too_old_is_not_even_read_however_far_back_the_backfill_goes()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("long_story", 0);
        foreach (var post in PostsOfDays(40))
            channel.Load(post);
        var subscription = WorkerScenario.Subscription("long", "@long_story") with { Backfill = new() { Since = DateTimeOffset.UtcNow.AddDays(-50) } };
        var settings = scenario.Settings("alice", subscription with { Retention = new() { Days = 20 } }) with { Retention = new() { Days = 3 } };
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        Assert.Equal(20L, await scenario.ScalarAsync("SELECT count(*) FROM posts"));

        // Nothing was removed yet, so more can be had when more is to be kept.
        await worker.ReloadAsync(settings with { Subscriptions = [subscription with { Retention = new() { Days = 30 } }] });
        await Harness.Time.Eventually.SeeAsync(async () =>
        {
            await WorkerScenario.ParseAsync(worker);
            return await scenario.ScalarAsync("SELECT count(*) FROM posts");
        }, count => count is 30L);
    }

    /// <summary>A post a day, the newest half a day old.</summary>
    private static IEnumerable<Post> PostsOfDays(int days) =>
        Enumerable.Range(1, days).Select(i => new Post { Text = $"post {i}", Date = DateTimeOffset.UtcNow.AddDays(i - days - 0.5) });

    private static async Task RemoveAsync(WorkerScenario scenario, int days)
    {
        var (store, key, now) = (new RetentionStore(scenario.Database), new UserKey("test", "default", "alice"), DateTimeOffset.UtcNow);
        await store.SetAsync(key, new RetentionPolicy(days, new Dictionary<string, int?>(StringComparer.Ordinal)), now, None);
        foreach (var chatId in await store.ListAsync(key, now, None))
            await store.RemoveBatchAsync(key, chatId, now, now, None);
        await store.FinishAsync(key, now, now.AddDays(1), None);
        await store.SetAsync(key, new RetentionPolicy(null, new Dictionary<string, int?>(StringComparer.Ordinal)), now, None);
    }
}
