using Npgsql;
using TelegramParser.Harness.Postgres;
using TelegramParser.Storage;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

/// <summary>The test's own server, which other tests stop, kill and keep.</summary>
public sealed class PostgresClusterTests
{
    [Fact]
    public async Task What_is_committed_survives_a_crash_and_the_pool_recovers()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        await using var database = Database.Open(await cluster.CreateDatabaseAsync(), "tests", maxPoolSize: 2);
        var token = await database.StartReadingAsync();

        await cluster.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => database.StoreAsync(token, Post(1)));
        await cluster.RestartAsync();

        Assert.Equal(1, (await database.StoreAsync(token, Post(1))).Added);
    }

    [Fact]
    public async Task A_data_folder_outlives_its_cluster()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"tgpg-data-{Guid.NewGuid():N}");
        try
        {
            var options = new PostgresClusterOptions { DataFolder = folder, Durable = true };
            await using (var first = await PostgresCluster.StartAsync(options))
            {
                await using var database = NpgsqlDataSource.Create(await first.EnsureDatabaseAsync("tgparser"));
                await new Migrator(database).MigrateAsync(CancellationToken.None);
                await database.TakeLeaseAsync();
            }

            await using var second = await PostgresCluster.StartAsync(options);
            await using var again = NpgsqlDataSource.Create(await second.EnsureDatabaseAsync("tgparser"));

            Assert.Equal(1, await again.ScalarAsync<long>("SELECT count(*) FROM users"));
            Assert.Equal("on", await again.ScalarAsync<string>("SHOW fsync"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
