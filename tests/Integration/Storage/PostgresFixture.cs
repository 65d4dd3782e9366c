using Npgsql;
using TelegramParser.Harness.Postgres;
using TelegramParser.Storage;

namespace TelegramParser.IntegrationTests.Storage;

/// <summary>One Postgres server for all tests of the collection; each test takes a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>The server.</summary>
    public PostgresCluster Cluster { get; private set; } = null!;

    /// <summary>A pool on a fresh, migrated database.</summary>
    public async Task<NpgsqlDataSource> OpenFreshDatabaseAsync() =>
        Database.Open(await Cluster.CreateDatabaseAsync(), "tests", maxPoolSize: 10);

    public async Task InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "Postgres";
}

/// <summary>Tests of whole workers, which mostly wait for Telegram's pace: beside the others, on a server of their own.</summary>
[CollectionDefinition(Name)]
public sealed class WorkerCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "Workers";
}
