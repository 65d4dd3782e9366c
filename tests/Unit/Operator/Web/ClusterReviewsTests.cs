using System.Text.Json.Nodes;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Web;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Security.Cluster;
using TelegramParser.Storage.Identity;
using TelegramParser.UnitTests.Kubernetes.Http;

namespace TelegramParser.UnitTests.Operator.Web;

/// <summary>What an API server is asked of a token, and what its answers come to.</summary>
public sealed class ClusterReviewsTests : ScriptedServerTest
{
    private const string Token = "a.secret.token";
    private const string Alice = """{"authenticated":true,"user":{"username":"alice","uid":"7","groups":["desk"],"extra":{"scopes":["a"]}},"audiences":["tgparser.io"]}""";

    [Fact]
    public async Task Whose_a_token_is_is_asked_once_a_minute()
    {
        var reviews = Reviews();
        Answer(Alice);

        var first = await reviews.FindAsync(Token, None);
        Assert.Equal(("alice", "7", "desk"), (first!.Username, first.Uid, first.Groups!.Single()));
        Assert.Equal(first, await reviews.FindAsync(Token, None));
        var asked = Assert.Single(Server.Requests);
        Assert.Equal("POST /apis/authentication.k8s.io/v1/tokenreviews", asked.Line);
        Assert.Equal("""{"token":"a.secret.token","audiences":["tgparser.io"]}""", JsonNode.Parse(asked.Body)!["spec"]!.ToJsonString());

        Time.Advance(TimeSpan.FromMinutes(1));
        Answer("""{"authenticated":false}""");
        Assert.Null(await reviews.FindAsync(Token, None));
    }

    [Theory]
    [InlineData("""{"authenticated":false,"error":"expired"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"authenticated":true,"audiences":["tgparser.io"]}""")]
    [InlineData("""{"authenticated":true,"user":{"username":""},"audiences":["tgparser.io"]}""")]
    [InlineData("""{"authenticated":true,"user":{"username":"alice"},"audiences":["https://kubernetes.default.svc"]}""")]
    // Of an API server that looks at no audiences: the token may be for anybody.
    [InlineData("""{"authenticated":true,"user":{"username":"alice"}}""")]
    public async Task A_token_that_is_nobodys_or_not_for_this_server_opens_nothing(string status)
    {
        var reviews = Reviews();
        Answer(status);
        Assert.Null(await reviews.FindAsync(Token, None));
        Assert.Null(await reviews.FindAsync(Token, None));
        Assert.Single(Server.Requests);

        // It is asked again soon: it may have become somebody's.
        Time.Advance(TimeSpan.FromSeconds(10));
        Answer(Alice);
        Assert.NotNull(await reviews.FindAsync(Token, None));
    }

    [Fact]
    public async Task Nothing_is_asked_where_such_tokens_are_not_served_or_of_what_is_no_token()
    {
        Assert.Null(await Reviews([]).FindAsync(Token, None));
        Assert.Null(await Reviews().FindAsync("", None));
        Assert.Null(await Reviews().FindAsync(new string('a', 10_000), None));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task What_somebody_may_do_is_asked_with_all_that_is_known_of_them()
    {
        var reviews = Reviews();
        Answer(Alice);
        var alice = (await reviews.FindAsync(Token, None))!;
        Answer("""{"allowed":true}""");
        Answer("""{"allowed":true,"denied":true}""");
        Answer("""{"allowed":false}""");

        var user = new UserKey("tests", "default", "news");
        Assert.True(await reviews.MayAsync(alice, "get", user, None));
        Assert.True(await reviews.MayAsync(alice, "get", user, None));
        Assert.False(await reviews.MayAsync(alice, "update", user, None));
        Assert.False(await reviews.MayAsync(alice, "get", user: null, None));

        var asked = Server.Requests.Skip(1).ToList();
        Assert.All(asked, request => Assert.Equal("POST /apis/authorization.k8s.io/v1/subjectaccessreviews", request.Line));
        Assert.Equal(
            """{"user":"alice","uid":"7","groups":["desk"],"extra":{"scopes":["a"]},"resourceAttributes":{"group":"tgparser.io","resource":"telegramusers","subresource":"api","verb":"get","namespace":"default","name":"news"}}""",
            JsonNode.Parse(asked[0].Body)!["spec"]!.ToJsonString());
        Assert.Equal(
            """{"group":"tgparser.io","resource":"telegramusers","subresource":"api","verb":"get"}""",
            JsonNode.Parse(asked[2].Body)!["spec"]!["resourceAttributes"]!.ToJsonString());
    }

    [Fact]
    public async Task A_server_that_refuses_to_tell_is_a_problem_that_says_so_and_names_no_token()
    {
        var reviews = Reviews();
        Server.Refuse(403, "Forbidden");

        var problem = await Assert.ThrowsAsync<ApiProblem>(() => reviews.FindAsync(Token, None));

        Assert.Equal((503, ProblemCodes.ResourcesUnavailable), (problem.Status, problem.Code));
        Assert.DoesNotContain(Token, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, new TokenReview { Spec = new TokenReviewSpec { Token = Token } }.ToString(), StringComparison.Ordinal);
        Answer(Alice);
        Assert.NotNull(await reviews.FindAsync(Token, None));
    }

    [Fact]
    public async Task Strangers_with_many_tokens_are_put_off_and_hold_up_nobody_for_long()
    {
        var reviews = Reviews();
        var silence = new TaskCompletionSource();
        for (var i = 0; i < 20; i++)
            Server.Next(async context =>
            {
                await silence.Task;
                context.Response.StatusCode = 201;
                await context.Response.Body.WriteAsync("""{"metadata":{}}"""u8.ToArray());
            });
        var asking = Enumerable.Range(0, 20).Select(i => reviews.FindAsync($"stranger-{i}", None)).ToList();

        var problem = await Assert.ThrowsAsync<ApiProblem>(() => reviews.FindAsync("one-more", None));

        Assert.Equal(503, problem.Status);
        silence.SetResult();
        await Task.WhenAll(asking);
        Answer(Alice);
        Assert.NotNull(await reviews.FindAsync(Token, None));
    }

    [Fact]
    public void What_is_remembered_is_bounded_in_number_and_time()
    {
        var time = new ManualTime();
        var cache = new BoundedCache<int, string>(2, time);
        cache.Put(1, "one", TimeSpan.FromMinutes(1));
        cache.Put(2, "two", TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(cache.TryGet(1, out var one));
        Assert.Equal("one", one);
        Assert.False(cache.TryGet(2, out _));
        cache.Put(3, "three", TimeSpan.FromMinutes(1));
        Assert.True(cache.TryGet(3, out _));
        Assert.False(cache.TryGet(1, out _));
    }

    private ClusterReviews Reviews(IReadOnlyList<string>? audiences = null) => new(
        new WebOptions
        {
            Installation = "tests", Database = "none", ControlKey = new byte[32], Reviews = () => Api, TokenAudiences = audiences ?? ["tgparser.io"],
        },
        Time);

    private void Answer(string status) => Server.Answer(201, $$"""{"metadata":{},"status":{{status}}}""");
}
