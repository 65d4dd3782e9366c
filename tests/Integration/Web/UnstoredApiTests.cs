using System.Net;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class UnstoredApiTests(PostgresFixture postgres)
{
    private const long ChatId = -1001500000001;

    [Fact]
    public async Task Messages_that_could_not_be_stored_are_listed_and_counted()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news", new ChannelRow(ChatId, "News", "news", "channel")));
        await alice.StoreAsync(ChatId, Sample.Post(1, "good"), Sample.Post(2, "a\0b"));

        var list = await web.Http.JsonAsync("/users/default:alice/unstored");

        Assert.Equal(1, (long?)list["total"]);
        var message = Assert.Single(list["messages"]!.AsArray())!;
        Assert.Equal((2, "News"), ((long?)message["message_id"], (string?)message["channel_title"]));
        Assert.NotEmpty((string?)message["error"] ?? "");
        Assert.Equal(1, (long?)(await web.Http.JsonAsync("/users/default:alice"))["unstored_messages"]);
        await web.Http.ProblemAsync("/users/default:nobody/unstored", HttpStatusCode.NotFound, "user_not_found");
    }

    [Fact]
    public async Task Another_try_is_the_workers()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnRetry = () => ScriptedWorker.Answer(new RetryReport(3, 2, 1, []));

        var result = await web.Http.CommandAsync("/users/default:alice/unstored/retry");

        Assert.Equal($$"""{"user_id":{{alice.Id}},"tried":3,"stored":2,"deleted":1,"problems":[]}""", result.ToJsonString());
        worker.OnRetry = () => ScriptedWorker.Refuse(403, "LoginRequired", "Log in first.");
        await web.Http.RefusedAsync("/users/default:alice/unstored/retry", HttpStatusCode.Forbidden, "not_authenticated");
    }
}
