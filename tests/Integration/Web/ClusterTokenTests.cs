using System.Net;
using System.Net.Http.Json;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>Tokens of Kubernetes beside the server's own: each opens what the cluster's roles say.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ClusterTokenTests(PostgresFixture postgres)
{
    private const string Installation = "a-token-of-some-length";

    private readonly ClusterAccess _cluster = new ClusterAccess()
        .With("owner.of.all", "owner", "get", "update")
        .With("reader.of.all", "auditor", "get")
        .With("owner.of.alice", "desk", "get default/alice", "update default/alice")
        .With("reader.of.alice", "reader", "get default/alice")
        .With("of.nothing", "nobody");

    [Fact]
    public async Task Who_may_read_or_command_a_user_does_so_and_no_more()
    {
        await using var web = await StartAsync();
        await web.AddUserWithWorkerAsync("alice");
        await web.AddUserAsync("bob");
        using var desk = web.With("owner.of.alice");
        using var reader = web.With("reader.of.alice");
        using var nobody = web.With("of.nothing");

        foreach (var alice in new[] { "default:alice", "1" })
        {
            foreach (var person in new[] { desk, reader })
                Assert.Equal("alice", (string?)(await person.JsonAsync($"/users/{alice}"))["name"]);
            await nobody.ProblemAsync($"/users/{alice}", HttpStatusCode.NotFound, "user_not_found");
            await desk.ProblemAsync(alice == "1" ? "/users/2" : "/users/default:bob", HttpStatusCode.NotFound, "user_not_found");
        }
        await reader.RefusedAsync("/users/1/channels/parse", HttpStatusCode.Forbidden, "forbidden_scope");
        using var parse = await desk.PostAsJsonAsync("/users/1/channels/parse", new { });
        Assert.NotEqual(HttpStatusCode.Forbidden, parse.StatusCode);
        await desk.ProblemAsync("/users", HttpStatusCode.Forbidden, "forbidden_scope");
        await desk.ProblemAsync("/tokens", HttpStatusCode.Forbidden, "forbidden_scope");
        await desk.ProblemAsync("/users/default:nobody", HttpStatusCode.NotFound, "user_not_found");
    }

    [Fact]
    public async Task Who_may_see_all_users_in_all_namespaces_sees_them_and_commands_if_that_is_allowed_too()
    {
        await using var web = await StartAsync();
        await web.AddUserAsync("alice");
        await web.AddUserAsync("bob");
        using var owner = web.With("owner.of.all");
        using var reader = web.With("reader.of.all");

        foreach (var person in new[] { owner, reader })
            Assert.Equal(2, (int)(await person.JsonAsync("/users"))["total"]!);
        await reader.RefusedAsync("/parse_all_channels", HttpStatusCode.Forbidden, "forbidden_scope");
        using var parse = await owner.PostAsync("/parse_all_channels", content: null);
        Assert.Equal(HttpStatusCode.Accepted, parse.StatusCode);

        using var installation = web.With(Installation);
        var commands = (await installation.JsonAsync("/audit"))["commands"]!.AsArray();
        Assert.Equal(
            [("kubernetes owner", 202), ("kubernetes auditor", 403)],
            commands.Select(command => ((string)command!["caller"]!, (int)command["status"]!)));
    }

    [Fact]
    public async Task No_session_is_opened_for_such_a_token()
    {
        await using var web = await StartAsync();
        using var browser = new Browser(web);
        using var answer = await browser.SignInAsync("owner.of.all");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], cookie => cookie.StartsWith("tgparser-session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_the_form_of_the_servers_own_tokens_is_shown_to_nobody()
    {
        var cluster = new ClusterAccess().With("tgp_" + new string('A', 43), "owner", "get", "update");
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => cluster.AddTo(o with { ApiToken = Installation }));
        using var person = web.With("tgp_" + new string('A', 43));
        await person.ProblemAsync("/users", HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task They_are_limited_together_with_all_others_of_the_same_person()
    {
        var cluster = _cluster.With("another.of.the.owner", "owner");
        await using var web = await WebInstallation.StartAsync(
            postgres.Cluster, o => cluster.AddTo(o with { ApiToken = Installation, RequestsPerMinute = 2 }));
        using var one = web.With("owner.of.all");
        using var other = web.With("another.of.the.owner");
        await one.JsonAsync("/users");
        await other.JsonAsync("/users");
        await one.ProblemAsync("/users", HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    private Task<WebInstallation> StartAsync() =>
        WebInstallation.StartAsync(postgres.Cluster, o => _cluster.AddTo(o with { ApiToken = Installation }));
}
