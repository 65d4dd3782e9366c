using Npgsql;
using TelegramParser.Storage;
using TelegramParser.Storage.Migrations;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class MigratorTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Migration First = new("0001_first", "CREATE TABLE first (id int);");

    [Fact]
    public async Task An_empty_database_gets_every_migration_once()
    {
        await using var database = await OpenEmptyAsync();
        var migrator = new Migrator(database);
        var all = Migration.All.Select(migration => migration.Name);

        Assert.Equal(all, await migrator.PendingAsync(None));
        Assert.Equal(all, await migrator.MigrateAsync(None));
        Assert.Empty(await migrator.PendingAsync(None));
        Assert.Empty(await migrator.MigrateAsync(None));
    }

    [Fact]
    public async Task Of_many_that_migrate_at_once_one_applies_each_migration()
    {
        await using var database = await OpenEmptyAsync();

        var applied = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new Migrator(database).MigrateAsync(None)));

        Assert.Equal(Migration.All.Select(migration => migration.Name), applied.SelectMany(names => names).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_migration_that_was_edited_after_it_was_applied_is_refused()
    {
        await using var database = await OpenEmptyAsync();
        await new Migrator(database, [First]).MigrateAsync(None);

        var error = await Assert.ThrowsAsync<MigrationException>(
            () => new Migrator(database, [First with { Sql = "CREATE TABLE first (id bigint);" }]).MigrateAsync(None));

        Assert.Contains("0001_first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await using var database = await OpenEmptyAsync();
        var broken = new Migration("0002_broken", "CREATE TABLE second (id int); SELECT 1 / 0;");
        var migrator = new Migrator(database, [First, broken]);

        await Assert.ThrowsAsync<PostgresException>(() => migrator.MigrateAsync(None));

        Assert.Equal(["0002_broken"], await migrator.PendingAsync(None));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('second') IS NULL"));
    }

    [Fact]
    public async Task A_database_that_a_newer_version_has_migrated_is_left_alone()
    {
        await using var database = await OpenEmptyAsync();
        await new Migrator(database, [First, new Migration("0002_newer", "SELECT 1;")]).MigrateAsync(None);

        Assert.Empty(await new Migrator(database, [First]).MigrateAsync(None));
    }

    private async Task<NpgsqlDataSource> OpenEmptyAsync() =>
        Database.Open(await postgres.Cluster.CreateEmptyDatabaseAsync(), "tests", maxPoolSize: 10);
}
