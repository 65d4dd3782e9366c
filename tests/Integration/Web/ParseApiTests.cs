using System.Net;
using Microsoft.AspNetCore.Http;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class ParseApiTests(PostgresFixture postgres)
{
    private const string ParseAlice = "/users/default:alice/channels/parse";

    [Fact]
    public async Task A_parse_answers_in_the_documented_shape()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnParse = (_, _) => Reply(new ParseReport(6, 8124731874, 11, ParseStatus.Success, [new("durov", -1001, 11, ParseStatus.Success)]));

        using var answer = await web.Http.PostAsync("/users/1/channels/parse", content: null);

        Assert.Equal(
            """{"user_id":6,"telegram_id":8124731874,"posts_added":11,"status":"success"}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Null(worker.Parses.Single().ChatId);
    }

    [Fact]
    public async Task A_partial_parse_names_the_channels_that_failed()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnParse = (_, _) => Reply(new ParseReport(1, 1001, 3, ParseStatus.Partial,
        [
            new("durov", -1001, 3, ParseStatus.Success),
            new("secret", null, 0, ParseStatus.Failed, "ChannelPrivate", "Join it first."),
        ]));

        var result = await web.Http.CommandAsync(ParseAlice);

        Assert.Equal("partial", (string?)result["status"]);
        Assert.Equal(3, (long?)result["posts_added"]);
        var failed = Assert.Single(result["channels"]!.AsArray())!;
        Assert.Equal("secret", (string?)failed["subscription"]);
        Assert.Equal("ChannelPrivate", (string?)failed["reason"]);
    }

    [Fact]
    public async Task A_parse_that_was_interrupted_is_no_problem_and_says_why()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnParse = (_, _) => Reply(new ParseReport(1, 1001, 200, ParseStatus.Interrupted,
            [new("durov", -1001, 200, ParseStatus.Interrupted, "SubscriptionRemoved", "What was read is stored.")]));

        var result = await web.Http.CommandAsync(ParseAlice);

        Assert.Equal(("interrupted", 200), ((string?)result["status"], (long?)result["posts_added"]));
        Assert.Equal("SubscriptionRemoved", (string?)result["channels"]![0]!["reason"]);
    }

    [Fact]
    public async Task A_parse_that_read_nothing_is_a_problem_with_its_reasons()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnParse = (_, _) => Reply(new ParseReport(1, 1001, 0, ParseStatus.Failed,
            [new("secret", -1, 0, ParseStatus.Failed, "ChannelPrivate", "Join it first.")]));

        var problem = await web.Http.RefusedAsync(ParseAlice, HttpStatusCode.BadGateway, "parse_failed");

        Assert.Equal("ChannelPrivate", (string?)problem["reason"]);
        Assert.Equal("secret", (string?)problem["channels"]![0]!["subscription"]);
    }

    [Theory]
    [InlineData("durov")]
    [InlineData("@Durov")]
    [InlineData("-1001")]
    public async Task One_channel_is_parsed_by_any_of_its_names(string channel)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        await alice.SubscribeAsync(("durov", "@durov", new ChannelRow(-1001, "Durov", "durov", "channel")), ("fresh", "@fresh", null));

        await web.Http.CommandAsync($"/users/1/channels/{channel}/parse");

        Assert.Equal(-1001, worker.Parses.Single().ChatId);
    }

    [Fact]
    public async Task A_channel_that_is_unknown_or_not_found_yet_is_told_apart()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        await alice.SubscribeAsync(("fresh", "@fresh", null));

        await web.Http.RefusedAsync("/users/1/channels/@other/parse", HttpStatusCode.NotFound, "channel_not_found");
        await web.Http.RefusedAsync("/users/1/channels/fresh/parse", HttpStatusCode.Conflict, "wrong_state");
        Assert.Empty(worker.Parses);
    }

    [Theory]
    [InlineData(403, "LoginRequired", "not_authenticated")]
    [InlineData(404, "ChannelNotFound", "channel_not_found")]
    [InlineData(409, "Suspended", "wrong_state")]
    [InlineData(503, "SessionHeld", "worker_unavailable")]
    public async Task A_worker_s_refusal_keeps_its_status_and_words(int status, string reason, string code)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnParse = (_, _) => Task.FromResult(ScriptedWorker.Refuse(status, reason, "Do this and that."));

        var problem = await web.Http.RefusedAsync(ParseAlice, (HttpStatusCode)status, code);

        Assert.Equal(reason, (string?)problem["reason"]);
        Assert.Equal("Do this and that.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task A_flood_wait_tells_when_to_come_back()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.OnParse = (_, _) => Task.FromResult(ScriptedWorker.Refuse(429, "FloodWait", "Telegram asked to wait.", 587));

        using var answer = await web.Http.PostAsync(ParseAlice, content: null);

        Assert.Equal(TimeSpan.FromSeconds(587), answer.Headers.RetryAfter?.Delta);
        var problem = await WebAssert.ProblemAsync(answer, HttpStatusCode.TooManyRequests, "flood_wait");
        Assert.Equal(587, (int?)problem["retry_after_seconds"]);
    }

    [Fact]
    public async Task A_worker_that_is_down_is_unavailable_and_reading_goes_on()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        await worker.DisposeAsync();

        using var answer = await web.Http.PostAsync(ParseAlice, content: null);

        Assert.NotNull(answer.Headers.RetryAfter);
        await WebAssert.ProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "worker_unavailable");
        await web.Http.JsonAsync("/users/default:alice/posts");
    }

    [Fact]
    public async Task A_worker_that_never_started_or_lost_its_resource_is_unavailable()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserAsync("alice", control: null);
        var (bob, _) = await web.AddUserWithWorkerAsync("bob");
        await new TelegramParser.Storage.Identity.UserStore(web.Database).OrphanAsync(bob.Row.Key, default);

        var alices = await web.Http.RefusedAsync(ParseAlice, HttpStatusCode.ServiceUnavailable, "worker_unavailable");
        var bobs = await web.Http.RefusedAsync("/users/default:bob/channels/parse", HttpStatusCode.ServiceUnavailable, "worker_unavailable");

        Assert.Contains("has not started yet", (string?)alices["detail"], StringComparison.Ordinal);
        Assert.Contains("TelegramUser is gone", (string?)bobs["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parse_is_given_up_after_300_seconds()
    {
        var time = new ManualTime();
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { TimeProvider = time });
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        var gone = new TaskCompletionSource();
        worker.OnParse = async (_, aborted) =>
        {
            await using var registration = aborted.Register(() => gone.TrySetResult());
            await gone.Task;
            return Results.Empty;
        };

        var parse = web.Http.PostAsync(ParseAlice, content: null);
        await Eventually.SeeAsync(() => Task.FromResult(worker.Parses.Count == 1));
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.False(gone.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        using var answer = await parse;
        var problem = await WebAssert.ProblemAsync(answer, HttpStatusCode.GatewayTimeout, "worker_timeout");
        Assert.Contains("300 s", (string?)problem["detail"], StringComparison.Ordinal);
        await gone.Task;
    }

    [Fact]
    public async Task An_unknown_user_is_not_found()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);

        await web.Http.RefusedAsync("/users/7/channels/parse", HttpStatusCode.NotFound, "user_not_found");
        await web.Http.ProblemAsync("/parse_runs/7", HttpStatusCode.NotFound, "run_not_found");
    }

    private static Task<IResult> Reply(ParseReport report) => Task.FromResult(ScriptedWorker.Answer(report));
}
