using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>The token of one user opens nothing of another, on any route that is served.</summary>
[Collection(PostgresCollection.Name)]
public sealed partial class ScopeTests(PostgresFixture postgres)
{
    private const string Installation = "a-token-of-some-length";

    // Of all that is stored for Bob; no answer to others holds it.
    private const string BobsWord = "zugzwang";

    // Routes that anybody may open.
    private static readonly string[] Open =
        ["/assets/{hash}/{name}", "/healthz", "/openapi/{documentName}.json", "/readyz", "/signin"];

    // Routes that show each caller its own.
    private static readonly string[] Own =
    [
        "/", "/mentions/{id:long}", "/overview/panel", "/pages/{id:long}", "/pages/{id:long}/retry", "/parse_runs/{id:long}", "/posts/{id:long}",
        "/posts/{id:long}/links", "/signout", "/stats", "/stats/enrichment", "/users",
    ];

    [Fact]
    public async Task Every_route_is_closed_to_strangers_and_to_the_token_of_another_user()
    {
        await using var scene = await Scene.StartAsync(postgres);
        using var alice = scene.Web.With(scene.AliceToken);
        using var revoked = scene.Web.With(scene.RevokedToken);
        using var nobody = scene.Web.With("of.nobody");
        using var desk = scene.Web.With("of.alice");
        using var guest = scene.Web.With("of.guest");
        var failures = new List<string>();
        foreach (var (method, endpoint, path) in scene.Routes())
        {
            var (route, kind) = (Pattern(endpoint), ScopeGuard.KindOf(endpoint));
            var stranger = await SendAsync(scene.Web.Http, method, path);
            // A browser without a session is led to the sign-in page.
            Expect(stranger.Status is HttpStatusCode.Unauthorized
                || (stranger.Status is HttpStatusCode.Redirect && stranger.Location!.StartsWith("/signin", StringComparison.Ordinal)), stranger);
            var former = await SendAsync(revoked, method, path);
            Expect(former.Status is HttpStatusCode.Unauthorized, former);
            var unknown = await SendAsync(nobody, method, path);
            Expect(unknown.Status is HttpStatusCode.Unauthorized, unknown);
            // Somebody of the cluster who may do all with Alice, and one who may do nothing: lists are of all users.
            foreach (var person in new[] { desk, guest })
            {
                var refused = await SendAsync(person, method, path);
                Expect(refused.Status == (kind is ScopeGuard.Kind.OfUser ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden), refused);
            }
            var other = await SendAsync(alice, method, path);
            var isList = Own.Contains(route, StringComparer.Ordinal) && !route.Contains("{id", StringComparison.Ordinal);
            var expected = kind is ScopeGuard.Kind.OfAll ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound;
            Expect(isList ? (int)other.Status < 400 && !other.Body.Contains("bob", StringComparison.Ordinal) : other.Status == expected, other);

            void Expect(bool isSo, Answer answer)
            {
                if (!isSo || answer.Body.Contains(BobsWord, StringComparison.OrdinalIgnoreCase))
                    failures.Add($"{method} {path}: {(int)answer.Status} {answer.Location} {answer.Body}");
            }
        }
        Assert.Empty(failures);
    }

    [Fact]
    public async Task Which_routes_are_open_and_which_show_each_caller_its_own_is_decided_here()
    {
        await using var scene = await Scene.StartAsync(postgres);
        var kinds = scene.Web.Routes.ToLookup(ScopeGuard.KindOf, route => Pattern(route), null);

        Assert.Equal(Open, kinds[ScopeGuard.Kind.Open].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(Own, kinds[ScopeGuard.Kind.Own].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(kinds[ScopeGuard.Kind.OfUser], route => Assert.Matches("^/(users|view|login)/{id}", route));
    }

    [Fact]
    public async Task The_token_of_one_user_opens_that_user()
    {
        await using var scene = await Scene.StartAsync(postgres);
        using var alice = scene.Web.With(scene.AliceToken);

        Assert.Equal(1, (int)(await alice.JsonAsync("/users"))["total"]!);
        Assert.Equal(1, (int)(await alice.JsonAsync("/stats"))["posts_total"]!);
        Assert.Null((await alice.JsonAsync("/stats/enrichment"))["pages"]);
        Assert.Equal("own words", (string?)(await alice.JsonAsync($"/users/{scene.Alice.Id}/posts"))["posts"]![0]!["text"]);
        Assert.Equal("own words", (string?)(await alice.JsonAsync($"/posts/{scene.AlicesPost}"))["text"]);
        Assert.Equal("own talk", (string?)(await alice.JsonAsync($"/mentions/{scene.AlicesMention}"))["text"]);
        Assert.Equal("Own title", (string?)(await alice.JsonAsync($"/pages/{scene.AlicesPage}"))["title"]);
        var part = Assert.Single((await alice.JsonAsync($"/parse_runs/{scene.Run}"))["users"]!.AsArray())!;
        Assert.Equal("alice", (string?)part["name"]);
        foreach (var page in new[] { "/", "/view/default:alice", "/view/default:alice/posts", "/view/default:alice/mentions", "/login/default:alice" })
        {
            using var answer = await alice.GetAsync(page);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        using var owner = scene.Web.With(Installation);
        Assert.Equal(2, (int)(await owner.JsonAsync("/users"))["total"]!);
        Assert.Contains(BobsWord, (await owner.JsonAsync($"/pages/{scene.BobsPage}")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_user_has_looks_like_what_is_not_there()
    {
        await using var scene = await Scene.StartAsync(postgres);
        using var alice = scene.Web.With(scene.AliceToken);
        var (bobsName, bobsNumber) = ("default:bob", scene.Bob.Id.ToString(CultureInfo.InvariantCulture));

        foreach (var (bobs, nobodys) in new[] { (bobsName, "default:nobody"), (bobsNumber, "999") })
        {
            var there = await alice.ProblemAsync($"/users/{bobs}/posts", HttpStatusCode.NotFound, "user_not_found");
            var gone = await alice.ProblemAsync($"/users/{nobodys}/posts", HttpStatusCode.NotFound, "user_not_found");
            Assert.Equal((string?)gone["title"], (string?)there["title"]);
            Assert.Equal((string?)gone["detail"], ((string)there["detail"]!).Replace($"'{bobs}'", $"'{nobodys}'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_route_that_says_nothing_is_closed_to_the_token_of_one_user()
    {
        await using var scene = await Scene.StartAsync(postgres, app => app.MapGet("/forgotten", () => "all"));
        using var alice = scene.Web.With(scene.AliceToken);
        using var owner = scene.Web.With(Installation);

        await alice.ProblemAsync("/forgotten", HttpStatusCode.Forbidden, "forbidden_scope");
        Assert.Equal("all", await owner.GetStringAsync("/forgotten"));
        await scene.Web.Http.ProblemAsync("/forgotten", HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_browser_signs_in_with_the_token_of_one_user_and_is_out_when_it_is_revoked()
    {
        await using var scene = await Scene.StartAsync(postgres);
        var (id, secret) = await scene.Web.AddTokenAsync(scene.Alice.Id);
        using var browser = new Browser(scene.Web);
        using var signIn = await browser.SignInAsync(secret);
        Assert.Equal(HttpStatusCode.SeeOther, signIn.StatusCode);

        var overview = await browser.Http.GetStringAsync("/");
        using var others = await browser.Http.GetAsync("/view/default:bob/posts");
        using var owner = scene.Web.With(Installation);
        using var revoked = await owner.DeleteAsync($"/tokens/{id}");
        using var after = await browser.Http.GetAsync("/");

        Assert.Contains("default:alice", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", overview, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    private static async Task<Answer> SendAsync(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await http.SendAsync(request);
        return new Answer(answer.StatusCode, answer.Headers.Location is { } location ? (location.IsAbsoluteUri ? location.PathAndQuery : location.ToString()) : null, await answer.Content.ReadAsStringAsync());
    }

    private static string Pattern(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');

    private sealed record Answer(HttpStatusCode Status, string? Location, string Body);

    /// <summary>Alice and Bob, who have one of each thing.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        public required WebInstallation Web { get; init; }

        public required SeededUser Alice { get; init; }

        public required SeededUser Bob { get; init; }

        public required string AliceToken { get; init; }

        public required string RevokedToken { get; init; }

        public long AlicesPost => 1;

        public long BobsPost => 2;

        public long AlicesMention => 1;

        public long BobsMention => 2;

        public required long AlicesPage { get; init; }

        public required long BobsPage { get; init; }

        // Of both.
        public required long Run { get; init; }

        // Of Bob alone.
        public required long BobsRun { get; init; }

        public static async Task<Scene> StartAsync(PostgresFixture postgres, Action<WebApplication>? extend = null)
        {
            var cluster = new ClusterAccess().With("of.alice", "desk", "get default/alice", "update default/alice").With("of.guest", "guest");
            var web = await WebInstallation.StartAsync(postgres.Cluster, o => cluster.AddTo(o with { ApiToken = Installation }), extend: extend);
            var (alice, bob) = (await web.AddUserAsync("alice"), await web.AddUserAsync("bob"));
            await bob.PinAccountAsync(1002, BobsWord, BobsWord);
            await alice.SubscribeAsync(("news", "@own", Channel(-1001, "own")));
            await bob.SubscribeAsync((BobsWord, $"@{BobsWord}", Channel(-1002, BobsWord)));
            await alice.StoreAsync(-1001, Linking("own words", "https://own.example/"));
            await bob.StoreAsync(-1002, Linking(BobsWord, $"https://{BobsWord}.example/"));
            await WatchAsync(alice, Channel(-1003, "own"), "own talk");
            await WatchAsync(bob, Channel(-1004, BobsWord), BobsWord);
            var own = await web.Database.AddPageAsync(new("https://own.example/") { Title = "Own title", Text = "Own page." });
            var bobs = await web.Database.AddPageAsync(new($"https://{BobsWord}.example/") { Title = BobsWord, Text = BobsWord });
            await web.Database.FollowAsync(1, 0, own);
            await web.Database.FollowAsync(2, 0, bobs);
            var runs = new RunStore(web.Database);
            var (revokedId, revoked) = await web.AddTokenAsync(bob.Id);
            await new ApiTokenStore(web.Database).DeleteAsync(WebInstallation.Name, revokedId, default);
            return new Scene
            {
                Web = web,
                Alice = alice,
                Bob = bob,
                AliceToken = (await web.AddTokenAsync(alice.Id)).Secret,
                RevokedToken = revoked,
                AlicesPage = own,
                BobsPage = bobs,
                Run = await runs.CreateRunAsync(WebInstallation.Name, RunScope.All, ParseTrigger.Command, "api", [alice.Id, bob.Id], default),
                BobsRun = await runs.CreateRunAsync(WebInstallation.Name, RunScope.User, ParseTrigger.Command, "api", [bob.Id], default),
            };
        }

        /// <summary>Every closed route with each of its methods, about Bob where it is about somebody.</summary>
        public IEnumerable<(string Method, RouteEndpoint Endpoint, string Path)> Routes() =>
            from endpoint in Web.Routes
            where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            // Users are named in two ways.
            from bob in ScopeGuard.KindOf(endpoint) is ScopeGuard.Kind.OfUser ? new[] { Text(Bob.Id), "default:bob" } : [""]
            select (method, endpoint, Filled(Pattern(endpoint), bob));

        public ValueTask DisposeAsync() => Web.DisposeAsync();

        private string Filled(string route, string bob) => Parameter().Replace(route, match => (route, match.Value) switch
        {
            (_, "{id}") => bob,
            ({ } r, _) when r.StartsWith("/pages/", StringComparison.Ordinal) => Text(BobsPage),
            ({ } r, _) when r.StartsWith("/parse_runs/", StringComparison.Ordinal) => Text(BobsRun),
            (_, "{channel}") => "-1002",
            (_, "{post:long}") => Text(BobsPost),
            (_, "{mention:long}") => Text(BobsMention),
            ({ } r, _) when r.StartsWith("/mentions/", StringComparison.Ordinal) => Text(BobsMention),
            // What has no number of its own has the lowest.
            _ => route.StartsWith("/posts/", StringComparison.Ordinal) ? Text(BobsPost) : "1",
        });

        private static async Task WatchAsync(SeededUser user, ChannelRow group, string text)
        {
            await user.WatchAsync(Sample.Noon, (new MonitorSettings { Name = group.Title, Group = $"@{group.Title}" }, group));
            await user.FindAsync(group.Title, [new MentionRecord { MessageId = 1, Date = Sample.Noon, Text = text, TriggersJson = "[]" }]);
        }

        private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

        private static ChannelRow Channel(long chatId, string name) => new(chatId, name, name, "channel");

        private static PostRecord Linking(string text, string url) => Sample.Post(1, text) with { Links = [new LinkRecord(url, "url")] };
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
