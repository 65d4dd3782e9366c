using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Saved Messages of a real worker, from the post to Telegram.</summary>
[Collection(WorkerCollection.Name)]
public sealed class SavedMessagesWorkerTests(PostgresFixture postgres)
{
    private const string Send = "messages.sendMessage";

    [Fact]
    public async Task Posts_that_a_killed_worker_was_telling_of_are_told_by_the_next_in_one_message_to_oneself_and_only_where_asked_for()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        Channel[] channels = [scenario.AddChannel("ferries", 3), scenario.AddChannel("harbour", 3), scenario.AddChannel("quiet", 3)];
        var saved = new NotifySettings { SavedMessages = true };
        var settings = scenario.Settings(
            "alice",
            WorkerScenario.Subscription("ferries", "@ferries") with { Notify = saved },
            WorkerScenario.Subscription("harbour", "@harbour") with { Notify = saved },
            WorkerScenario.Subscription("quiet", "@quiet"));
        var killed = await scenario.StartLoggedInAsync(settings, adjust: options => options with { PodUid = "pod-1" });
        await scenario.SeeParsedAsync(3);
        // Telegram never answers: nobody knows whether it has the message.
        scenario.Telegram.World.Faults.Add(new Fault { Method = Send, DelayMilliseconds = int.MaxValue });
        foreach (var channel in channels)
            channel.Publish(new Post { Text = $"New at {channel.Info.Title}" });
        await WorkerScenario.ParseAsync(killed);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT count(*) FROM notifications") is 2L);

        await killed.KillAsync();
        scenario.Telegram.World.Faults.Clear();
        await scenario.StartWorkerAsync(settings, options => options with { PodUid = "pod-1" });
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT string_agg(state || ' ' || target, ',') FROM notifications")
            is "delivered savedMessages,delivered savedMessages");

        var told = Assert.Single(scenario.Telegram.World.SavedMessagesOf(1001).Posts);
        Assert.Matches("(?s)New at ferries.*https://t.me/ferries/4.*New at harbour.*https://t.me/harbour/4", Sorted(told.Text));
        Assert.Equal(["ferries", "harbour"], told.Entities.Where(entity => entity.Kind == EntityKind.Bold)
            .Select(entity => told.Text.Substring(entity.Offset, entity.Length)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("quiet", told.Text, StringComparison.Ordinal);
        Assert.Empty(scenario.Telegram.World.SavedMessagesOf(1002).Posts);
        Assert.Equal([null], scenario.Telegram.World.Calls.All.Where(call => call.Method == Send).Select(call => call.Error).Distinct());
    }

    [Fact]
    public async Task A_message_that_Telegram_refuses_is_sent_when_a_person_has_it_tried_again_and_after_it_the_next()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("ferries", 3);
        var settings = scenario.Settings(
            "alice", WorkerScenario.Subscription("ferries", "@ferries") with { Notify = new NotifySettings { SavedMessages = true } });
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        scenario.Telegram.World.Faults.Add(new Fault { Method = Send, Code = 400, Error = "PEER_FLOOD", Times = 1 });
        channel.Publish(new Post { Text = "Fog" });
        await WorkerScenario.ParseAsync(worker);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT last_error FROM notifications") is "400 PEER_FLOOD");
        Assert.Empty(scenario.Telegram.World.SavedMessagesOf(1001).Posts);

        await worker.PostAsync<WakeReport>(ControlPaths.WakeNotifications);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT string_agg(state, ',') FROM notifications") is "delivered");
        channel.Publish(new Post { Text = "Sun" });
        await WorkerScenario.ParseAsync(worker);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT string_agg(state, ',') FROM notifications") is "delivered,delivered");

        Assert.Equal(
            ["ferries\nFog\nhttps://t.me/ferries/4", "ferries\nSun\nhttps://t.me/ferries/5"],
            scenario.Telegram.World.SavedMessagesOf(1001).Posts.Select(post => post.Text));
    }

    // Which of the two channels comes first is not said.
    private static string Sorted(string text) => string.Join("\n\n", text.Split("\n\n").Order(StringComparer.Ordinal));
}
