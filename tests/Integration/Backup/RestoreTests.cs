using Npgsql;
using TelegramParser.Harness;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.IntegrationTests.Worker;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Backup;

/// <summary>The steps of docs/backup.md, with the programs that it names.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RestoreTests(PostgresFixture postgres)
{
    [Fact]
    public async Task On_an_empty_machine_the_account_stays_logged_in_and_nothing_is_missing_or_double()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("harbour_news", 300);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("harbour", "@harbour_news"));
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        var backup = Directory.CreateTempSubdirectory("tgp-backup-");
        try
        {
            // While everything runs: first the database, later the session, and what is stored in between is lost with the machine.
            var dump = Path.Combine(backup.FullName, "tgparser.dump");
            await DumpAsync(scenario.ConnectionString, dump);
            Publish(channel, 25);
            Assert.Equal(25, (await WorkerScenario.ParseAsync(worker)).PostsAdded);
            await Command.RunAsync("cp", ["-a", worker.Folder, Path.Combine(backup.FullName, "alice")]);
            await worker.KillAsync();
            Publish(channel, 30);

            await using var machine = await PostgresCluster.StartAsync();
            var database = await machine.CreateEmptyDatabaseAsync();
            await RestoreAsync(database, dump);
            await using var restored = NpgsqlDataSource.Create(database);
            // A backup is older than a lease; this one is not by itself.
            await using (var age = restored.CreateCommand("UPDATE sessions SET expires_at = now() - interval '1 hour'"))
                await age.ExecuteNonQueryAsync();
            var successor = await scenario.StartWorkerAsync(
                settings, options => options with { Database = database, Folder = Path.Combine(backup.FullName, "alice") });
            await WorkerScenario.SeeReadyAsync(successor);
            await WorkerScenario.ParseAsync(successor);

            await StoredPosts.AssertEqualAsync(restored, "alice", channel);
            Assert.Equal(355L, await restored.ScalarAsync<long>("SELECT posts_total FROM user_channels"));
            Assert.Single(scenario.Telegram.World.Calls.Of("auth.sendCode"));
            Assert.Single(scenario.Telegram.World.Calls.Of("auth.signIn"));
            await successor.DisposeAsync();
        }
        finally
        {
            backup.Delete(recursive: true);
        }
    }

    private static void Publish(Channel channel, int posts)
    {
        for (var i = 0; i < posts; i++)
            channel.Publish(new Post { Text = $"later {channel.LastPostId + 1}" });
    }

    private static Task DumpAsync(string database, string file)
    {
        var at = new NpgsqlConnectionStringBuilder(database);
        return Command.RunAsync(
            PostgresBinaries.Program("pg_dump"), ["--format=custom", "--no-owner", "--no-privileges", "--host", at.Host!, "--username", at.Username!, "--file", file, at.Database!]);
    }

    private static Task RestoreAsync(string database, string file)
    {
        var at = new NpgsqlConnectionStringBuilder(database);
        return Command.RunAsync(
            PostgresBinaries.Program("pg_restore"), ["--exit-on-error", "--no-owner", "--no-privileges", "--host", at.Host!, "--username", at.Username!, "--dbname", at.Database!, file]);
    }
}
