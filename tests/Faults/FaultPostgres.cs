using TelegramParser.Harness.Postgres;

namespace TelegramParser.FaultTests;

/// <summary>A server for the tests of one class, which may stop and kill it; what it has committed survives that.</summary>
public sealed class FaultPostgres : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
