using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Notifications;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Notifications of a real worker, from the post to the receiver.</summary>
[Collection(WorkerCollection.Name)]
public sealed class NotificationKillTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_post_that_a_killed_worker_was_telling_of_is_told_by_the_next_under_the_same_id_and_no_secret_is_said()
    {
        const string key = "s3cret-key-of-the-hook";
        const string path = "/s3cret-path-of-the-hook";
        var isBack = false;
        await using var receiver = PageServer.Start(async (_, reply) =>
        {
            if (!Volatile.Read(ref isBack))
                await Task.Delay(Timeout.Infinite, reply.Ending);
            await reply.AnswerAsync("204 No Content", []);
        });
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("ferries", 3);
        var prefix = WebhookSecrets.Prefix("hook");
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("ferries", "@ferries") with
        {
            Notify = new NotifySettings { Url = $"http://127.0.0.1:{receiver.Port}{path}", SecretFiles = prefix },
        });
        WorkerOptions Adjust(WorkerOptions options)
        {
            var secrets = Directory.CreateDirectory(Path.Combine(options.Folder, "secrets"));
            File.WriteAllText(Path.Combine(secrets.FullName, WebhookSecrets.File(prefix, WebhookSecrets.SigningKey)), key);
            return options with { PodUid = "pod-1", PrivateHosts = $"127.0.0.1:{receiver.Port}" };
        }
        var killed = await scenario.StartLoggedInAsync(settings, adjust: Adjust);
        await scenario.SeeParsedAsync(1);
        var post = channel.Publish(new Post { Text = "The ferry is late." });
        await WorkerScenario.ParseAsync(killed);
        await Eventually.SeeAsync(() => Task.FromResult(receiver.Requests.Count == 1));

        await killed.KillAsync();
        Volatile.Write(ref isBack, true);
        var next = await scenario.StartWorkerAsync(settings, Adjust);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT string_agg(state, ',') FROM notifications") is "delivered");

        PageRequest[] requests = [.. receiver.Requests];
        Assert.Equal(2, requests.Length);
        Assert.Single(requests.Select(request => (request.Headers["webhook-id"], request.Body)).Distinct());
        Assert.All(requests, request => Assert.Equal([post.Id], NotificationScene.MessagesOf(request)));
        Assert.All(requests, request => Assert.True(NotificationScene.IsSigned(request, key)));
        Assert.DoesNotContain(killed.Lines.Concat(next.Lines), line => line.Contains("s3cret", StringComparison.Ordinal));
    }
}
