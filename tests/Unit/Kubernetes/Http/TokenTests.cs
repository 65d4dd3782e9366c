using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class TokenTests : ScriptedServerTest
{
    private static readonly ObjectKey Key = new("ns", "a");

    private readonly string _file = Path.GetTempFileName();

    public override async Task DisposeAsync()
    {
        File.Delete(_file);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_rotated_token_is_used_after_a_minute_at_the_latest()
    {
        var api = Client(Server.Configuration with { Token = new FileToken(_file, Time) });
        await File.WriteAllTextAsync(_file, "one\n");
        await ReadAsync(api);
        await File.WriteAllTextAsync(_file, "two\n");
        await ReadAsync(api);
        Time.Advance(TimeSpan.FromMinutes(1));
        await ReadAsync(api);
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], Tokens);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_read_again_at_once_and_the_request_repeated_once()
    {
        var api = Client(Server.Configuration with { Token = new FileToken(_file, Time) });
        await File.WriteAllTextAsync(_file, "one");
        await ReadAsync(api);
        await File.WriteAllTextAsync(_file, "two");
        Server.Refuse(401, "Unauthorized");
        await ReadAsync(api);
        Server.Refuse(401, "Unauthorized");
        var refusal = await Assert.ThrowsAsync<ApiException>(() => api.GetAsync<ConfigMap>(Key, None));
        Assert.True(refusal.Is(StatusReasons.Unauthorized));
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two", "Bearer two"], Tokens);
    }

    [Fact]
    public void A_token_file_that_is_away_for_a_moment_leaves_the_last_token_in_use()
    {
        var token = new FileToken(_file, Time);
        Assert.Throws<ClientConfigurationException>(() => token.Current);
        File.WriteAllText(_file, "one");
        Assert.Equal("one", token.Current);
        File.Delete(_file);
        Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("one", token.Current);
    }

    private string[] Tokens => [.. Server.Requests.Select(request => request.Headers["Authorization"])];

    private Task ReadAsync(IKubernetesApi api)
    {
        Server.Answer(200, Map("a", "1"));
        return api.GetAsync<ConfigMap>(Key, None);
    }
}
