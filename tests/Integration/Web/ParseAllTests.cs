using System.Net;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class ParseAllTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_run_over_all_users_ends_though_a_worker_is_down()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        var (_, dead) = await web.AddUserWithWorkerAsync("bob");
        await dead.DisposeAsync();
        await web.AddUserAsync("carol", suspended: true);
        var release = new TaskCompletionSource();
        worker.OnParse = async (command, _) =>
        {
            await release.Task;
            await alice.FinishRunAsync(command.RunId!.Value, ParseStatus.Success, postsAdded: 11);
            return ScriptedWorker.Answer(new ParseReport(1, 1001, 11, ParseStatus.Success, []));
        };

        using var answer = await web.Http.PostAsync("/parse_all_channels", content: null);
        var started = await WebAssert.JsonAsync(answer, HttpStatusCode.Accepted);
        var url = (string)started["status_url"]!;
        var underWay = await web.Http.JsonAsync(url);
        release.SetResult();
        var ended = await Eventually.SeeAsync(() => web.Http.JsonAsync(url), run => run["finished_at"] is not null);

        Assert.Equal(url, answer.Headers.Location?.OriginalString);
        Assert.Equal(2, (int?)started["users"]);
        Assert.Equal("running", (string?)underWay["status"]);
        Assert.Equal("partial", (string?)ended["status"]);
        Assert.Equal(11, (long?)ended["posts_added"]);
        Assert.Equal("success", (string?)ended["users"]![0]!["status"]);
        Assert.Equal("failed", (string?)ended["users"]![1]!["status"]);
        Assert.Contains("does not answer", (string?)ended["users"]![1]!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_users_has_ended()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);

        using var answer = await web.Http.PostAsync("/parse_all_channels", content: null);
        var started = await WebAssert.JsonAsync(answer, HttpStatusCode.Accepted);
        var run = await web.Http.JsonAsync((string)started["status_url"]!);

        Assert.Equal("success", (string?)started["status"]);
        Assert.Equal("success", (string?)run["status"]);
    }
}
