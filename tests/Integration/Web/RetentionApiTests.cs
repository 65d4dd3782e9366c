using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Retention;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class RetentionApiTests(PostgresFixture postgres)
{
    private const long ChatId = -1001500000001;
    private const string Route = "/users/default:alice/retention";
    private const string ChannelRoute = "/users/default:alice/channels/news/retention";
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_dry_run_tells_what_a_removal_then_removes()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, options => options with { TimeProvider = new ManualTime(Noon) });
        var alice = await SeedAsync(web);
        Assert.Equal("""{"days":null,"posts":0,"channels":[],"removals":[]}""", Essence(await web.Http.JsonAsync(Route)));

        var asked = await web.Http.JsonAsync(Route + "?days=10");
        var channel = Assert.Single(asked["channels"]!.AsArray())!;
        Assert.Equal((2, 2, "news", "News"), ((long?)asked["posts"], (long?)channel["posts"], (string?)channel["subscription"], (string?)channel["title"]));
        Assert.Equal((Noon.AddDays(-30), Noon.AddDays(-20)), ((DateTimeOffset)channel["oldest_at"]!, (DateTimeOffset)channel["newest_at"]!));
        Assert.Equal(1, (long?)(await web.Http.JsonAsync(ChannelRoute + "?days=25"))["plan"]!["posts"]);
        Assert.Equal(3, (long?)(await web.Http.JsonAsync("/stats"))["posts_total"]);

        var store = new RetentionStore(web.Database);
        await store.SetAsync(alice.Row.Key, new RetentionPolicy(10, new Dictionary<string, int?>(StringComparer.Ordinal)), Noon, None);
        Assert.Equal(2, (await store.RemoveBatchAsync(alice.Row.Key, ChatId, Noon, Noon, None)).Posts);
        var after = await web.Http.JsonAsync(Route);
        Assert.Equal((10, 0, Noon), ((int?)after["days"], (long?)after["posts"], (DateTimeOffset)after["next_run_at"]!));
        Assert.Equal((2, Noon.AddDays(-20)), ((long?)after["removals"]![0]!["posts"], (DateTimeOffset)after["removals"]![0]!["newest_at"]!));
        Assert.Equal(1, (long?)(await web.Http.JsonAsync("/stats"))["posts_total"]);
    }

    [Fact]
    public async Task What_is_set_is_written_to_the_resource_and_nothing_else_of_it_changes()
    {
        var api = new InMemoryApi(TimeProvider.System);
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, options => options with { Resources = () => api, TimeProvider = new ManualTime(Noon) });
        await SeedAsync(web);
        await api.CreateAsync(new TelegramUser { Metadata = new() { Namespace = "default", Name = "alice" }, Spec = new() { Suspend = true } }, None);
        await api.CreateAsync(
            new ChannelSubscription { Metadata = new() { Namespace = "default", Name = "news" }, Spec = new() { UserRef = new() { Name = "alice" }, Channel = "@news" } }, None);

        Assert.Equal(2, (long?)(await PutAsync(web, Route, 10))["posts"]);
        Assert.Equal(1, (long?)(await PutAsync(web, ChannelRoute, 25))["plan"]!["posts"]);

        var user = await api.GetAsync<TelegramUser>(new ObjectKey("default", "alice"), None);
        Assert.Equal((10, true), (user.Spec.Retention?.Days, user.Spec.Suspend));
        Assert.Equal(25, (await api.GetAsync<ChannelSubscription>(new ObjectKey("default", "news"), None)).Spec.Retention?.Days);
        await PutAsync(web, Route, null);
        Assert.Null((await api.GetAsync<TelegramUser>(new ObjectKey("default", "alice"), None)).Spec.Retention);
        Assert.Equal(3L, await web.Database.ScalarAsync<long>("SELECT count(*) FROM posts"));
    }

    [Fact]
    public async Task What_somebody_else_applies_is_changed_by_force_alone()
    {
        var api = new InMemoryApi(TimeProvider.System);
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, options => options with { Resources = () => api });
        await SeedAsync(web);
        await api.ApplyAsync(User(30), new ApplyOptions("gitops"), None);

        await RefusedAsync(web, Route, 10, HttpStatusCode.Conflict, "resource_managed", "gitops");
        await RefusedAsync(web, Route, null, HttpStatusCode.Conflict, "resource_managed", "gitops");
        Assert.Equal(30, (await api.GetAsync<TelegramUser>(new ObjectKey("default", "alice"), None)).Spec.Retention?.Days);

        // The same value is no quarrel; by force it is another, until the other applies again.
        await PutAsync(web, Route, 30);
        await PutAsync(web, Route, 10, force: true);
        Assert.Equal(10, (await api.GetAsync<TelegramUser>(new ObjectKey("default", "alice"), None)).Spec.Retention?.Days);
        Assert.Equal(30, (await api.ApplyAsync(User(30), new ApplyOptions("gitops"), None)).Spec.Retention?.Days);
        await PutAsync(web, Route, null, force: true);
        Assert.Null((await api.GetAsync<TelegramUser>(new ObjectKey("default", "alice"), None)).Spec.Retention);

        static TelegramUser User(int days) => new()
        {
            Metadata = new() { Namespace = "default", Name = "alice" }, Spec = new() { Retention = new() { Days = days } },
        };
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_asked_yet_is_told_and_holds_up_nothing_else()
    {
        await using var web = await WebInstallation.StartAsync(
            postgres.Cluster, options => options with { Resources = () => throw new ClientConfigurationException("The token file is empty.") });
        await SeedAsync(web);

        await RefusedAsync(web, Route, 10, HttpStatusCode.ServiceUnavailable, "resources_unavailable", "The token file is empty.");
        Assert.Equal(0, (long?)(await web.Http.JsonAsync(Route))["posts"]);
    }

    [Fact]
    public async Task What_cannot_be_set_is_told_with_what_to_do()
    {
        var api = new InMemoryApi(TimeProvider.System);
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, options => options with { Resources = () => api });
        await using var standalone = await WebInstallation.StartAsync(postgres.Cluster);
        await SeedAsync(web);
        await SeedAsync(standalone);

        await RefusedAsync(standalone, Route, 10, HttpStatusCode.Conflict, "manifest_is_truth", "retention: {days: 10}");
        await RefusedAsync(web, Route, 10, HttpStatusCode.Conflict, "resource_refused", "no TelegramUser 'alice'");
        await RefusedAsync(web, Route, 0, HttpStatusCode.BadRequest, "invalid_body", "Give 1 to 36500");
        await web.Http.ProblemAsync(Route + "?days=0", HttpStatusCode.BadRequest, "invalid_parameter");
        await web.Http.ProblemAsync("/users/default:nobody/retention", HttpStatusCode.NotFound, "user_not_found");
        await web.Http.ProblemAsync("/users/default:alice/channels/none/retention", HttpStatusCode.NotFound, "channel_not_found");
    }

    private static async Task<SeededUser> SeedAsync(WebInstallation web)
    {
        var alice = await web.AddUserAsync("alice");
        await alice.SubscribeAsync(("news", "@news", new ChannelRow(ChatId, "News", "news", "channel")));
        await alice.StoreAsync(ChatId, Sample.Post(1, "a") with { Date = Noon.AddDays(-30) }, Sample.Post(2, "b") with { Date = Noon.AddDays(-20) }, Sample.Post(3, "c") with { Date = Noon.AddDays(-1) });
        return alice;
    }

    private static string Essence(JsonNode view) =>
        new JsonObject { ["days"] = view["days"]?.DeepClone(), ["posts"] = view["posts"]!.DeepClone(), ["channels"] = view["channels"]!.DeepClone(), ["removals"] = view["removals"]!.DeepClone() }.ToJsonString();

    private static async Task<JsonNode> PutAsync(WebInstallation web, string route, int? days, bool force = false)
    {
        using var response = await web.Http.PutAsJsonAsync(route, new { days, force });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task RefusedAsync(WebInstallation web, string route, int? days, HttpStatusCode status, string code, string told)
    {
        using var response = await web.Http.PutAsJsonAsync(route, new { days });
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((status, code), (response.StatusCode, (string?)problem["code"]));
        Assert.Contains(told, (string?)problem["detail"], StringComparison.Ordinal);
    }
}
