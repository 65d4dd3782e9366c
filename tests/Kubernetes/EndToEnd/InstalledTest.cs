namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>
/// A test of the installed product. All share one installation: each brings users of its own, and leaves the rest as it
/// found it. What its pods have printed is searched for secrets after each test.
/// </summary>
[Collection(ClusterCollection.Name)]
public abstract class InstalledTest(ClusterFixture fixture) : IAsyncLifetime
{
    private protected Installation Installation { get; private set; } = null!;

    public async Task InitializeAsync() => Installation = await fixture.InstallationAsync();

    public Task DisposeAsync() => Installation.Logs.VerifyAsync();
}
