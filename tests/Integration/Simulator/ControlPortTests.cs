using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class ControlPortTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(DemoWorld.Create(TimeProvider.System));
        _http = new HttpClient { BaseAddress = _host.ControlAddress };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Posts_are_read_published_edited_counted_and_deleted()
    {
        var published = await SendAsync<Post>(HttpMethod.Post, "/channels/harbour_news/posts", """{"text":"Fog lifts","entities":[{"kind":"bold","offset":0,"length":3}]}""");
        await SendAsync<Post>(HttpMethod.Patch, $"/channels/@harbour_news/posts/{published.Id}", """{"text":"Fog is back"}""");
        await SendAsync<Post>(HttpMethod.Patch, $"/channels/1500000001/posts/{published.Id}/counters", """{"views":7}""");

        var posts = await _http.GetFromJsonAsync<List<Post>>("/channels/harbour_news/posts", Json.Options);
        var deleted = await SendAsync<List<int>>(HttpMethod.Post, "/channels/harbour_news/delete", $$"""{"ids":[{{published.Id}}]}""");

        Assert.Equal(("Fog is back", 7), (posts![^1].Text, posts[^1].Views));
        Assert.Equal([published.Id], deleted);
        Assert.Null(_host.World.ChannelByName("harbour_news")!.Find(published.Id));
    }

    [Fact]
    public async Task A_poll_is_published_voted_in_and_closed()
    {
        const string Poll = """{"kind":"poll","question":"Tea?","answers":[{"text":"Yes","voters":3},{"text":"No","voters":0}]}""";
        var post = await SendAsync<Post>(HttpMethod.Post, "/channels/harbour_news/posts", $$"""{"media":{{Poll}}}""");

        await SendAsync<Post>(HttpMethod.Post, $"/channels/harbour_news/posts/{post.Id}/votes", """{"answer":1,"voters":9}""");
        var refused = await _http.PostAsync($"/channels/harbour_news/posts/{post.Id}/votes", Body("""{"answer":7}"""));
        var voted = (Poll)_host.World.ChannelByName("harbour_news")!.Find(post.Id)!.Media!;
        await SendAsync<Post>(HttpMethod.Patch, $"/channels/harbour_news/posts/{post.Id}", """{"media":{"kind":"poll","question":"Tea?","answers":[],"is_closed":true}}""");

        Assert.Equal([3, 9], voted.Answers.Select(answer => answer.Voters));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("2 answers", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(((Poll)_host.World.ChannelByName("harbour_news")!.Find(post.Id)!.Media!).IsClosed);
    }

    [Fact]
    public async Task Accounts_channels_and_members_are_added()
    {
        await _http.PostAsync("/accounts", Body("""{"phone":"+15557654321","code":"99999","user":{"id":77,"first_name":"Zoe"}}"""));
        await _http.PostAsync("/channels", Body("""{"id":1900000001,"title":"Cellar","invite_hash":"K"}"""));

        var joined = await _http.PutAsync("/channels/1900000001/members/+15557654321", content: null);

        Assert.Equal(HttpStatusCode.NoContent, joined.StatusCode);
        Assert.True(_host.World.ChannelById(1900000001)!.HasMember(77));
    }

    [Fact]
    public async Task Faults_are_set_and_cleared()
    {
        await _http.PostAsync("/faults/flood-wait", Body("""{"seconds":600,"phone":"+15550000001"}"""));
        await _http.PostAsync("/faults", Body("""{"method":"*","code":500,"error":"BUSY","times":3}"""));
        var set = await _http.GetFromJsonAsync<List<Fault>>("/faults", Json.Options);

        await _http.DeleteAsync("/faults");

        Assert.Equal(["messages.getHistory", "*"], set!.Select(fault => fault.Method), StringComparer.Ordinal);
        Assert.Empty(_host.World.Faults.All);
    }

    [Fact]
    public async Task A_registered_secret_names_its_client_in_the_record_of_calls()
    {
        var secret = await SendAsync<JsonObject>(HttpMethod.Post, "/secrets", """{"client":"worker-7"}""");
        await using var client = await RawTdClient.StartAsync(_host, (string)secret["client"]!);
        await client.RequestAsync("setAuthenticationPhoneNumber", new() { ["phone_number"] = DemoWorld.AlicePhone });

        var calls = await _http.GetFromJsonAsync<List<Call>>("/calls?method=auth.sendCode&client=worker-7", Json.Options);

        var call = Assert.Single(calls!);
        Assert.DoesNotContain("phone_number", call.Arguments.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_link_that_nobody_shows_is_refused_in_plain_words()
    {
        var answer = await _http.PostAsync("/accounts/+15550000001/accept-qr", Body("""{"link":"tg://login?token=AAAA"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("AUTH_TOKEN_INVALID", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Body(body) };
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<T>(Json.Options))!;
    }

    private static StringContent Body(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
