using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Web;
using TelegramParser.Operator.Web.Audit;
using TelegramParser.Storage.Access;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class AuditTests(PostgresFixture postgres)
{
    private const string Installation = "a-token-of-some-length";

    [Fact]
    public async Task Commands_are_recorded_with_who_and_how_they_ended_and_reads_are_not()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Installation });
        var alice = await web.AddUserAsync("alice");
        using var owner = web.With(Installation);
        using var holder = web.With((await web.AddTokenAsync(alice.Id)).Secret);

        await owner.JsonAsync("/users");
        using var made = await owner.PostAsJsonAsync("/tokens", new { name = "n8n", scope = "all" });
        await holder.RefusedAsync("/parse_all_channels", HttpStatusCode.Forbidden, "forbidden_scope");
        await holder.RefusedAsync("/users/default:alice/channels/parse", HttpStatusCode.ServiceUnavailable, "worker_unavailable");
        using var form = await holder.PostAsync("/view/default:alice/parse", content: null);
        await web.Http.RefusedAsync("/parse_all_channels", HttpStatusCode.Unauthorized, "unauthorized");

        // A record is written when its command has been answered.
        var page = await Eventually.SeeAsync(() => owner.JsonAsync("/audit"), found => found["commands"]!.AsArray().Count >= 4);
        Assert.Equal(
            [
                "installation token CreateToken /tokens 201 ",
                "token 1 (test) POST /view/{id}/parse /view/default:alice/parse 422 ",
                "token 1 (test) ParseAllChannels /parse_all_channels 403 forbidden_scope",
                "token 1 (test) ParseUser /users/default:alice/channels/parse 503 worker_unavailable",
            ],
            page["commands"]!.AsArray().Select(Line).Order(StringComparer.Ordinal));
        Assert.Null(page["next_cursor"]);
        await holder.ProblemAsync("/audit", HttpStatusCode.Forbidden, "forbidden_scope");
    }

    [Fact]
    public async Task Signing_in_is_recorded_and_so_are_tries_as_far_as_they_cannot_fill_the_table()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Installation, TimeProvider = new ManualTime() });
        var (_, secret) = await web.AddTokenAsync(userId: null);
        using var browser = new Browser(web);

        for (var i = 0; i < StrangerAllowance.Most + 3; i++)
            (await browser.SignInAsync("a-wrong-token")).Dispose();
        (await browser.SignInAsync(secret)).Dispose();

        using var owner = web.With(Installation);
        var commands = (await Eventually.SeeAsync(
            () => owner.JsonAsync("/audit"), found => found["commands"]!.AsArray().Any(command => (int)command!["status"]! == 303)))["commands"]!.AsArray();
        Assert.Equal("token 1 (test) POST /signin/ /signin 303 ", Line(commands[0]));
        Assert.Equal(StrangerAllowance.Most, commands.Skip(1).Count(command => Line(command) == "stranger (127.0.0.1) POST /signin/ /signin 422 unauthorized"));
        Assert.Equal(StrangerAllowance.Most + 1, commands.Count);
        Assert.DoesNotContain("a-wrong-token", commands.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_are_read_page_by_page_and_go_when_they_are_old()
    {
        var time = new ManualTime();
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var store = new AuditStore(web.Database);
        for (var day = 0; day < 5; day++)
            await store.AddAsync(WebInstallation.Name, Record(time.GetUtcNow().AddDays(day)), default);
        await store.AddAsync("another", Record(time.GetUtcNow()), default);

        var first = await web.Http.JsonAsync("/audit?limit=2");
        var second = await web.Http.JsonAsync($"/audit?limit=2&cursor={first["next_cursor"]}");
        Assert.Equal([5L, 4L, 3L, 2L], first["commands"]!.AsArray().Concat(second["commands"]!.AsArray()).Select(command => (long)command!["id"]!));
        await web.Http.ProblemAsync("/audit?cursor=x", HttpStatusCode.BadRequest, "invalid_parameter");

        time.Advance(TimeSpan.FromDays(3));
        var options = new WebOptions { Installation = WebInstallation.Name, Database = "", ControlKey = default, AuditKept = TimeSpan.FromDays(1) };
        using (var pruner = new AuditPruner(options, store, time, NullLogger<AuditPruner>.Instance))
            await pruner.PruneAsync(default);
        Assert.Equal([5L, 4L, 3L], (await store.ListAsync(WebInstallation.Name, null, 10, default)).Select(row => row.Id));
        Assert.False(await store.PruneAsync(WebInstallation.Name, time.GetUtcNow().AddYears(-1), most: 1, default));
        Assert.Equal([5L], (await store.ListAsync(WebInstallation.Name, null, 10, default)).Select(row => row.Id));
        Assert.Single(await store.ListAsync("another", null, 10, default));
    }

    private static string Line(JsonNode? command) =>
        $"{command!["caller"]} {command["action"]} {command["path"]} {command["status"]} {command["code"]}";

    private static AuditRecord Record(DateTimeOffset at) => new(at, "a test", null, "Act", "/act", 200, null, TimeSpan.FromSeconds(1));
}
