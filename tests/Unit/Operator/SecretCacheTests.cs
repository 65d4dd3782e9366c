using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Resources;

namespace TelegramParser.UnitTests.Operator;

public sealed class SecretCacheTests : IAsyncDisposable
{
    private static readonly ObjectKey Mine = new("default", "mine");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryApi _api = new(TimeProvider.System);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task Of_a_strangers_secret_no_data_is_kept_until_a_user_names_it()
    {
        await _api.CreateAsync(Samples.Secret("mine", ("api-id", "1")), None);
        await _api.CreateAsync(Samples.Secret("release", ("big", "x")) with { Type = "helm.sh/release.v1" }, None);
        var caches = await StartAsync(null);
        Assert.Empty(caches.SecretInformer.Cache.Find(Mine)!.Data!);
        Assert.Null(caches.SecretInformer.Cache.Find(Mine with { Name = "release" }));

        await _api.CreateAsync(Naming("mine"), None);
        await Eventually.SeeAsync(() => Task.FromResult(caches.UsersNaming(Mine).Count == 1));
        var read = await caches.Secrets.FindNamedAsync(Mine, None);
        Assert.Equal("1"u8.ToArray(), read!.Data!["api-id"]);
        // Asked for once.
        Assert.Same(read, await caches.Secrets.FindNamedAsync(Mine, None));

        await _api.ApplyAsync(Samples.Secret("mine", ("api-id", "2")), "a person", None);
        await Eventually.SeeAsync(async () => (await caches.Secrets.FindNamedAsync(Mine, None))!.Data!["api-id"] is [(byte)'2']);
        Assert.Equal("2"u8.ToArray(), caches.SecretInformer.Cache.Find(Mine)!.Data!["api-id"]);
    }

    [Fact]
    public async Task A_secret_that_is_named_when_it_is_first_seen_is_kept_and_not_asked_for()
    {
        await _api.CreateAsync(Naming("mine"), None);
        await _api.CreateAsync(Samples.Secret("mine", ("api-id", "1")), None);
        var caches = await StartAsync(null);
        Assert.Same(caches.SecretInformer.Cache.Find(Mine), await caches.Secrets.FindNamedAsync(Mine, None));
    }

    [Fact]
    public async Task Only_the_watched_namespace_is_listed()
    {
        await _api.CreateAsync(Naming("mine"), None);
        await _api.CreateAsync(Samples.Secret("mine"), None);
        var caches = await StartAsync("elsewhere");
        Assert.Empty(caches.Users.All);
        Assert.Empty(caches.SecretInformer.Cache.All);
    }

    private async Task<Caches> StartAsync(string? watchNamespace)
    {
        var caches = new Caches(_api, watchNamespace, TimeProvider.System, NullLogger.Instance);
        _running = caches.RunAsync(_stop.Token);
        await caches.Synced.WaitAsync(TimeSpan.FromSeconds(30));
        return caches;
    }

    private static TelegramUser Naming(string secret) =>
        Samples.User(spec: new() { CredentialsSecretRef = new() { Name = secret } });
}
