using System.Text;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Setup;
using TelegramParser.Storage;

namespace TelegramParser.UnitTests.Operator.Setup;

public sealed class CreateOnceSecretsTests
{
    private static readonly ObjectKey Key = new("ops", "keys");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryApi _api = new(TimeProvider.System);

    [Fact]
    public async Task A_secret_is_made_once_and_never_again()
    {
        Assert.True(await EnsureAsync(InstallationSecrets.Keys()));
        var first = await _api.GetAsync<Secret>(Key, None);
        Assert.False(await EnsureAsync(InstallationSecrets.Keys()));
        var second = await _api.GetAsync<Secret>(Key, None);
        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task What_a_person_made_is_taken_as_it_is_even_with_more_in_it()
    {
        await _api.CreateAsync(Given(("control-key", "mine"), ("api-token", "mine, too"), ("more", "x")), None);
        Assert.False(await EnsureAsync(InstallationSecrets.Keys()));
    }

    [Fact]
    public async Task A_secret_that_lacks_a_key_is_told_and_not_touched()
    {
        await _api.CreateAsync(Given(("control-key", "mine"), ("api-token", "")), None);
        var error = await Assert.ThrowsAsync<UserErrorException>(() => EnsureAsync(InstallationSecrets.Keys()));
        Assert.Contains("'ops/keys' exists and has no api-token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mine", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await _api.GetAsync<Secret>(Key, None)).Data!.Count);
    }

    [Fact]
    public void The_keys_are_random_and_of_the_right_length()
    {
        var (one, other) = (InstallationSecrets.Keys(), InstallationSecrets.Keys());
        Assert.Equal(32, ControlKey.Parse(one["control-key"], "test").Length);
        Assert.Equal(32, one["api-token"].Length);
        Assert.NotEqual(one["control-key"], other["control-key"]);
        Assert.NotEqual(one["api-token"], other["api-token"]);
    }

    [Fact]
    public void Each_role_of_the_database_has_a_url_with_a_password_of_its_own()
    {
        var values = InstallationSecrets.OfDatabase("db.ops.svc");
        var urls = values.Where(value => value.Key.EndsWith("-url", StringComparison.Ordinal))
            .ToDictionary(value => value.Key, value => PostgresUrl.Parse(value.Value), StringComparer.Ordinal);
        Assert.All(urls.Values, url => Assert.Equal(("db.ops.svc", 5432, "tgparser"), (url.Host, url.Port, url.Database)));
        Assert.Equal(4, urls.Values.Select(url => url.Password).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(values["postgres-password"], urls["migrate-url"].Password);
        Assert.Equal(
            ["tgparser", "tgparser_operator", "tgparser_web", "tgparser_worker"],
            urls.Values.Select(url => url.Username).Order(StringComparer.Ordinal));
    }

    private Task<bool> EnsureAsync(IReadOnlyDictionary<string, string> values) => new CreateOnceSecrets(_api).EnsureAsync(Key, values, None);

    private static Secret Given(params (string Name, string Value)[] values) => new()
    {
        Metadata = new ObjectMeta { Namespace = Key.Namespace, Name = Key.Name },
        Data = values.ToDictionary(value => value.Name, value => Encoding.UTF8.GetBytes(value.Value), StringComparer.Ordinal),
    };
}
