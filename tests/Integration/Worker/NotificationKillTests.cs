using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Notifications;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Notifications of a real worker, from the message to the receiver, over the deaths of workers.</summary>
[Collection(WorkerCollection.Name)]
public sealed class NotificationKillTests(PostgresFixture postgres)
{
    private const string Key = "s3cret-key-of-the-hook";
    private const string HandOver = "UPDATE mentions SET notified_at";
    private const string Delivered = "SET state = 'delivered'";

    private static readonly string Secret = WebhookSecrets.Prefix("hook");

    [Fact]
    public async Task A_post_that_a_killed_worker_was_telling_of_is_told_by_the_next_under_the_same_id_and_no_secret_is_said()
    {
        var isBack = false;
        await using var receiver = Receiver(() => Volatile.Read(ref isBack));
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("ferries", 3);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("ferries", "@ferries") with { Notify = Notify(receiver) });
        WorkerOptions Adjust(WorkerOptions options) => WithSecret(options, receiver);
        var killed = await scenario.StartLoggedInAsync(settings, adjust: Adjust);
        await scenario.SeeParsedAsync(1);
        var post = channel.Publish(new Post { Text = "The ferry is late." });
        await WorkerScenario.ParseAsync(killed);
        await Eventually.SeeAsync(() => Task.FromResult(receiver.Requests.Count == 1));

        await killed.KillAsync();
        Volatile.Write(ref isBack, true);
        var next = await scenario.StartWorkerAsync(settings, Adjust);
        await SeeStatesAsync(scenario, "delivered");

        AssertOneEvent(receiver, times: 2);
        Assert.All(receiver.Requests, request => Assert.Equal([post.Id], NotificationScene.MessagesOf(request)));
        Assert.DoesNotContain(killed.Lines.Concat(next.Lines), line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mention_is_told_whenever_workers_are_killed_between_its_match_and_its_delivery()
    {
        var isBack = false;
        await using var receiver = Receiver(() => Volatile.Read(ref isBack));
        await using var scene = await MonitorScene.StartAsync(postgres.Cluster);
        var scenario = scene.Scenario;
        await using var gate = PostgresGate.Open(scenario.ConnectionString);
        var group = scene.AddGroup("town_square");
        var settings = scene.Settings(MonitorScene.Monitor("watch", "@town_square") with { Notify = Notify(receiver) });
        WorkerOptions Adjust(WorkerOptions options) => WithSecret(options, receiver) with { Database = gate.ConnectionString() };
        var worker = await scenario.StartLoggedInAsync(settings, adjust: Adjust);
        await scene.SeeWatchedAsync("watch");

        // Stored, and not in the outbox.
        var stop = gate.StopRequest(HandOver);
        var message = group.Publish(MonitorScene.Mention("look"));
        await KillAtAsync(stop);
        Assert.Equal((1L, 0L), (await scenario.ScalarAsync("SELECT count(*) FROM mentions"), await scenario.ScalarAsync("SELECT count(*) FROM notifications")));

        // In the outbox, of which the worker never learns.
        stop = gate.StopAnswer(HandOver);
        worker = await scenario.StartWorkerAsync(settings, Adjust);
        await KillAtAsync(stop);
        await SeeStatesAsync(scenario, "queued");
        Assert.Empty(receiver.Requests);

        // Sent, and not answered.
        worker = await scenario.StartWorkerAsync(settings, Adjust);
        await Eventually.SeeAsync(() => Task.FromResult(receiver.Requests.Count == 1));
        await worker.KillAsync();

        // Taken, and that not recorded.
        Volatile.Write(ref isBack, true);
        stop = gate.StopRequest(Delivered);
        worker = await scenario.StartWorkerAsync(settings, Adjust);
        await KillAtAsync(stop);

        await scenario.StartWorkerAsync(settings, Adjust);
        await SeeStatesAsync(scenario, "delivered");
        AssertOneEvent(receiver, times: 3);
        Assert.All(receiver.Requests, request => Assert.Contains($"\"message_id\":{message.Id}", request.Body, StringComparison.Ordinal));
        Assert.Equal(1L, await scenario.ScalarAsync("SELECT mentions_total FROM group_monitors"));

        async Task KillAtAsync(GateStop moment)
        {
            await moment.Reached;
            await worker.KillAsync();
            moment.Drop();
        }
    }

    // Takes requests and does not answer until it is back.
    private static PageServer Receiver(Func<bool> isBack) => PageServer.Start(async (_, reply) =>
    {
        if (!isBack())
            await Task.Delay(Timeout.Infinite, reply.Ending);
        await reply.AnswerAsync("204 No Content", []);
    });

    private static NotifySettings Notify(PageServer receiver) =>
        new() { Url = $"http://127.0.0.1:{receiver.Port}/s3cret-path-of-the-hook", SecretFiles = Secret };

    private static WorkerOptions WithSecret(WorkerOptions options, PageServer receiver)
    {
        var secrets = Directory.CreateDirectory(Path.Combine(options.Folder, "secrets"));
        File.WriteAllText(Path.Combine(secrets.FullName, WebhookSecrets.File(Secret, WebhookSecrets.SigningKey)), Key);
        return options with { PodUid = "pod-1", PrivateHosts = $"127.0.0.1:{receiver.Port}" };
    }

    private static Task SeeStatesAsync(WorkerScenario scenario, string states) =>
        Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT string_agg(state, ',') FROM notifications") as string, seen => seen == states);

    // Told so often, each time as the same event and signed.
    private static void AssertOneEvent(PageServer receiver, int times)
    {
        PageRequest[] requests = [.. receiver.Requests];
        Assert.Equal(times, requests.Length);
        Assert.Single(requests.Select(request => (request.Headers["webhook-id"], request.Body)).Distinct());
        Assert.All(requests, request => Assert.True(NotificationScene.IsSigned(request, Key)));
    }
}
