using System.Net;
using System.Net.Http.Json;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Identity;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class TokensApiTests(PostgresFixture postgres)
{
    private const string Installation = "a-token-of-some-length";

    [Fact]
    public async Task A_token_is_shown_once_works_and_is_revoked_at_once()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Installation });
        await web.AddUserAsync("alice");
        using var owner = web.With(Installation);

        using var answer = await owner.PostAsJsonAsync("/tokens", new { name = "n8n", scope = "default:alice", expires_in_days = 30 });
        var made = await WebAssert.JsonAsync(answer, HttpStatusCode.Created);
        var (secret, id) = ((string)made["secret"]!, (long)made["token"]!["id"]!);
        using var holder = web.With(secret);

        Assert.Matches("^tgp_[A-Za-z0-9_-]{43}$", secret);
        Assert.Equal($"/tokens/{id}", answer.Headers.Location?.ToString());
        Assert.Equal("alice", (string?)(await holder.JsonAsync("/users/default:alice"))["name"]);
        var listed = Assert.Single((await owner.JsonAsync("/tokens"))["tokens"]!.AsArray())!;
        Assert.Equal(("n8n", "default:alice", "installation token"), ((string)listed["name"]!, (string)listed["scope"]!, (string)listed["created_by"]!));
        Assert.NotNull(listed["last_used_at"]);
        Assert.DoesNotContain(secret[4..], listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(ApiTokenSecret.Hash(secret), await web.Database.ScalarAsync<byte[]>("SELECT hash FROM api_tokens"));

        using var revoked = await owner.DeleteAsync($"/tokens/{id}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await holder.ProblemAsync("/users/default:alice", HttpStatusCode.Unauthorized, "unauthorized");
        using var again = await owner.DeleteAsync($"/tokens/{id}");
        await WebAssert.ProblemAsync(again, HttpStatusCode.NotFound, "token_not_found");
    }

    [Fact]
    public async Task A_token_ends_when_it_expires_and_its_use_is_written_once_a_minute()
    {
        var time = new ManualTime();
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Installation, TimeProvider = time });
        using var holder = web.With(await MakeAsync(web, "all", days: 1));

        await holder.JsonAsync("/users");
        var first = await LastUseAsync(web);
        time.Advance(TimeSpan.FromSeconds(59));
        await holder.JsonAsync("/users");
        Assert.Equal(first, await LastUseAsync(web));
        time.Advance(TimeSpan.FromSeconds(1));
        await holder.JsonAsync("/users");
        Assert.Equal(first.AddMinutes(1), await LastUseAsync(web));

        time.Advance(TimeSpan.FromDays(1));
        await holder.ProblemAsync("/users", HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task The_token_of_a_Secret_opens_what_the_Secret_says_and_is_revoked_with_it_alone()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = Installation });
        var alice = await web.AddUserAsync("alice");
        await web.AddUserAsync("bob");
        var store = new ApiTokenStore(web.Database);
        var (first, second) = (ApiTokenSecret.New(), ApiTokenSecret.New());
        using var owner = web.With(Installation);
        using var former = web.With(first);
        using var holder = web.With(second);

        Assert.True(await store.PutAsync(WebInstallation.Name, Asking(first, null), default));
        Assert.Equal(2, (int)(await former.JsonAsync("/users"))["total"]!);
        Assert.True(await store.PutAsync(WebInstallation.Name, Asking(second, alice.Row.Key), default));
        await former.ProblemAsync("/users", HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal(1, (int)(await holder.JsonAsync("/users"))["total"]!);
        Assert.Equal("default/reader", (string?)Assert.Single((await owner.JsonAsync("/tokens"))["tokens"]!.AsArray())!["secret_ref"]);
        using var kept = await owner.DeleteAsync("/tokens/1");
        await WebAssert.ProblemAsync(kept, HttpStatusCode.Conflict, "wrong_state");

        // Neither a user that is not there nor a secret that another Secret has opens anything.
        Assert.False(await store.PutAsync(WebInstallation.Name, Asking(ApiTokenSecret.New(), alice.Row.Key with { Name = "nobody" }) with { SecretRef = "default/b" }, default));
        Assert.False(await store.PutAsync(WebInstallation.Name, Asking(second, null) with { SecretRef = "default/b" }, default));
        Assert.Equal(1, (int)(await holder.JsonAsync("/users"))["total"]!);
        await store.DeleteAsync(WebInstallation.Name, "default/reader", default);
        await holder.ProblemAsync("/users", HttpStatusCode.Unauthorized, "unauthorized");

        static SecretToken Asking(string secret, UserKey? user) => new("default/reader", ApiTokenSecret.Hash(secret), user, ExpiresAt: null);
    }

    [Theory]
    [InlineData("""{"name": "x"}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"name": " ", "scope": "all"}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"name": "a\nb", "scope": "all"}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"name": "x", "scope": "all", "expires_in_days": 0}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"name": "x", "scope": "everything"}""", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("""{"name": "x", "scope": "default:nobody"}""", HttpStatusCode.NotFound, "user_not_found")]
    public async Task What_makes_no_sense_is_refused_with_words(string body, HttpStatusCode status, string code)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);

        await web.Http.RefusedAsync("/tokens", status, code, body);

        Assert.Equal(0, (int)(await web.Http.JsonAsync("/tokens"))["total"]!);
    }

    [Fact]
    public async Task A_token_that_sends_too_much_is_told_when_to_come_back_and_nobody_else_is()
    {
        await using var web = await WebInstallation.StartAsync(
            postgres.Cluster, o => o with { ApiToken = Installation, RequestsPerMinute = 1 });
        using var busy = web.With((await web.AddTokenAsync(null)).Secret);
        using var other = web.With((await web.AddTokenAsync(null)).Secret);

        await busy.JsonAsync("/users");
        using var refused = await busy.GetAsync("/users");

        var problem = await WebAssert.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange((int)problem["retry_after_seconds"]!, 1, 60);
        Assert.Equal((int)problem["retry_after_seconds"]!, refused.Headers.RetryAfter?.Delta?.TotalSeconds);
        await other.JsonAsync("/users");
        await busy.JsonAsync("/healthz");
    }

    private static async Task<string> MakeAsync(WebInstallation web, string scope, int? days = null)
    {
        using var owner = web.With(Installation);
        using var answer = await owner.PostAsJsonAsync("/tokens", new { name = "test", scope, expires_in_days = days });
        return (string)(await WebAssert.JsonAsync(answer, HttpStatusCode.Created))["secret"]!;
    }

    private static async Task<DateTimeOffset> LastUseAsync(WebInstallation web)
    {
        using var owner = web.With(Installation);
        return (DateTimeOffset)(await owner.JsonAsync("/tokens"))["tokens"]![0]!["last_used_at"]!;
    }
}
