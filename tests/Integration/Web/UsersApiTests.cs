using System.Net;
using System.Text.Json.Nodes;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class UsersApiTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Users_are_listed_with_their_total_and_the_filters_applied()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserAsync("alice");
        await web.AddUserAsync("bob", state: SessionState.WaitingForLogin);
        await web.AddUserAsync("carol", suspended: true);

        var all = await web.Http.JsonAsync("/users");
        var ready = await web.Http.JsonAsync("/users?authenticated_only=true");
        var both = await web.Http.JsonAsync("/users?authenticated_only=true&active_only=true");

        Assert.Equal("alice bob carol", Names(all));
        Assert.Equal(3, (int?)all["total"]);
        Assert.Equal("alice carol", Names(ready));
        Assert.Equal("alice", Names(both));
        Assert.Equal("""{"authenticated_only":true,"active_only":true}""", both["filters"]!.ToJsonString());
        Assert.Equal("suspended", (string?)all["users"]![2]!["state"]);
        Assert.Equal("waiting_for_login", (string?)all["users"]![1]!["session_state"]);
    }

    [Fact]
    public async Task A_user_is_found_by_number_and_by_name()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.PinAccountAsync(8124731874, "alice_reads", "Alice Liddell");
        await alice.FloodWaitAsync("history", TimeSpan.FromMinutes(10));
        await alice.ReportAsync(new SessionReport(SessionState.Ready, "LoggedIn", "All is well.", "Ready", "hash"));

        var byNumber = await web.Http.JsonAsync($"/users/{alice.Id}");
        var byName = await web.Http.JsonAsync("/users/default:alice");

        Assert.Equal(byNumber.ToJsonString(), byName.ToJsonString());
        Assert.Equal(8124731874, (long?)byName["telegram_id"]);
        Assert.Equal("active", (string?)byName["state"]);
        Assert.Equal("/login/default:alice", (string?)byName["login_url"]);
        Assert.Equal("LoggedIn", (string?)byName["session"]!["reason"]);
        Assert.Equal("history", (string?)byName["flood_waits"]![0]!["method"]);
        Assert.True((bool?)byName["worker_alive"]);
        Assert.True(byName.AsObject().ContainsKey("orphaned_at"), "documented fields are there even when null");
        Assert.Equal("id", byName.AsObject().First().Key);
    }

    [Fact]
    public async Task A_user_whose_worker_died_is_shown_so()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.LoseWorkerAsync();

        Assert.False((bool?)(await web.Http.JsonAsync("/users/1"))["worker_alive"]);
    }

    [Fact]
    public async Task An_orphaned_user_stays_visible_as_such()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await new UserStore(web.Database).OrphanAsync(alice.Row.Key, default);

        var user = await web.Http.JsonAsync("/users/default:alice");

        Assert.Equal("orphaned", (string?)user["state"]);
        Assert.NotNull((string?)user["orphaned_at"]);
        Assert.Equal(0, (int?)(await web.Http.JsonAsync("/users"))["total"]);
    }

    [Fact]
    public async Task Users_of_another_installation_do_not_exist()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var other = await new UserStore(web.Database).EnsureAsync(new UserKey("other", "default", "eve"), suspended: false, default);

        Assert.Equal(0, (int?)(await web.Http.JsonAsync("/users"))["total"]);
        await web.Http.ProblemAsync($"/users/{other.Id}", HttpStatusCode.NotFound, "user_not_found");
    }

    [Fact]
    public async Task The_auth_status_tells_who_is_logged_in_and_until_when_to_wait()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.PinAccountAsync(1001, "alice_reads", "Alice");
        var since = DateTime.UtcNow;
        await alice.FloodWaitAsync("history", TimeSpan.FromMinutes(10));
        var stored = DateTime.UtcNow;
        await web.AddUserAsync("bob", state: SessionState.LoggedOut);

        var alices = await web.Http.JsonAsync("/users/1/auth_status");
        var bobs = await web.Http.JsonAsync("/users/2/auth_status");

        Assert.True((bool?)alices["authenticated"]);
        Assert.InRange((DateTime)alices["flood_wait_until"]!, since.AddMinutes(10).AddMilliseconds(-1), stored.AddMinutes(10).AddMilliseconds(1));
        Assert.False((bool?)bobs["authenticated"]);
        Assert.Equal("logged_out", (string?)bobs["session_state"]);
    }

    [Fact]
    public async Task Channels_show_how_far_they_have_been_read()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(
            ("durov", "@durov", new ChannelRow(-1001, "Durov’s Channel", "durov", "channel", 9000)),
            ("fresh", "https://t.me/+abc", null));
        await alice.StoreAsync(-1001, Sample.Post(7, "One"));

        var list = await web.Http.JsonAsync("/users/default:alice/channels");

        Assert.Equal(2, (int?)list["total"]);
        var durov = list["channels"]![0]!;
        Assert.Equal(-1001, (long?)durov["chat_id"]);
        Assert.Equal("Durov’s Channel", (string?)durov["title"]);
        Assert.Equal(7, (long?)durov["last_message_id"]);
        Assert.Equal(1, (long?)durov["posts_total"]);
        var fresh = list["channels"]![1]!;
        Assert.Equal("https://t.me/+abc", (string?)fresh["channel"]);
        Assert.Null(fresh["chat_id"]);
    }

    [Theory]
    [InlineData("/users/99", "user_not_found", HttpStatusCode.NotFound, "99")]
    [InlineData("/users/default:nobody", "user_not_found", HttpStatusCode.NotFound, "default:nobody")]
    [InlineData("/users/default:nobody/channels", "user_not_found", HttpStatusCode.NotFound, "default:nobody")]
    [InlineData("/users/alice", "invalid_parameter", HttpStatusCode.BadRequest, "namespace:name")]
    [InlineData("/users?authenticated_only=perhaps", "invalid_parameter", HttpStatusCode.BadRequest, "'authenticated_only' must be true or false")]
    [InlineData("/users?active=true", "invalid_parameter", HttpStatusCode.BadRequest, "this route takes active_only, authenticated_only")]
    [InlineData("/users?active_only=true&active_only=false", "invalid_parameter", HttpStatusCode.BadRequest, "once")]
    [InlineData("/users/default:alice?verbose=1", "invalid_parameter", HttpStatusCode.BadRequest, "this route takes none")]
    [InlineData("/nothing", "route_not_found", HttpStatusCode.NotFound, "/docs")]
    public async Task Wrong_requests_say_what_is_wrong(string path, string code, HttpStatusCode status, string detail)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);

        var problem = await web.Http.ProblemAsync(path, status, code);

        Assert.Contains(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    private static string Names(JsonNode list) => string.Join(' ', list["users"]!.AsArray().Select(user => (string?)user!["name"]));
}
