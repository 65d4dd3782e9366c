using Npgsql;
using TelegramParser.Harness.Postgres;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Setup;
using TelegramParser.Storage;
using TelegramParser.Storage.Roles;

namespace TelegramParser.IntegrationTests.Setup;

[Collection(PostgresCollection.Name)]
public sealed class DatabaseSetupTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Dictionary<DatabaseRole, string> NoRoles = [];

    private readonly List<string> _told = [];

    [Fact]
    public async Task From_an_empty_database_to_a_role_for_each_part_and_again()
    {
        var owner = await postgres.Cluster.CreateEmptyDatabaseAsync();
        await using var database = Database.Open(owner, "tests", maxPoolSize: 3);
        var suffix = Guid.NewGuid().ToString("N");
        var roles = Enum.GetValues<DatabaseRole>().ToDictionary(role => role, role => As(owner, $"{role}_{suffix}"));
        await RunAsync(database, roles);
        Assert.Contains(_told, line => line.StartsWith("Applied 0001", StringComparison.Ordinal));
        await using (var web = Database.Open(roles[DatabaseRole.Web], "tests", maxPoolSize: 1))
            Assert.Empty(await new Migrator(web).PendingAsync(None));

        _told.Clear();
        await RunAsync(database, roles);
        Assert.Equal("The schema is up to date.", _told[0]);
        Assert.Contains($"Role Worker_{suffix} has what worker needs.", _told);
    }

    [Fact]
    public async Task One_role_may_be_two_parts_and_the_owner_needs_no_grant()
    {
        var owner = await postgres.Cluster.CreateEmptyDatabaseAsync();
        await using var database = Database.Open(owner, "tests", maxPoolSize: 3);
        var name = $"both_{Guid.NewGuid():N}";
        await RunAsync(database, new Dictionary<DatabaseRole, string>
        {
            [DatabaseRole.Operator] = As(owner, name),
            [DatabaseRole.Web] = As(owner, name),
            [DatabaseRole.Worker] = owner,
        });
        Assert.Equal($"Role {name} has what operator and web needs.", _told[^1]);
        Assert.True(await database.ScalarAsync<bool>($"SELECT has_table_privilege('{name}', 'posts', 'SELECT, DELETE')"));
    }

    [Fact]
    public async Task An_owner_that_may_make_no_roles_says_which_sql_a_person_must_run()
    {
        var superuser = await postgres.Cluster.CreateEmptyDatabaseAsync();
        var plain = $"plain_{Guid.NewGuid():N}";
        await using (var root = Database.Open(superuser, "tests", maxPoolSize: 1))
        {
            await using var make = root.CreateCommand($"CREATE ROLE {plain} LOGIN; GRANT CREATE ON SCHEMA public TO {plain}");
            await make.ExecuteNonQueryAsync();
        }
        await using var database = Database.Open(As(superuser, plain), "tests", maxPoolSize: 3);
        var wanted = $"web_{Guid.NewGuid():N}";
        var roles = new Dictionary<DatabaseRole, string> { [DatabaseRole.Web] = As(superuser, wanted, "verysecret") };
        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(database, roles));
        Assert.Contains($"CREATE ROLE \"{wanted}\" LOGIN PASSWORD", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", error.Message, StringComparison.Ordinal);

        // The person does so; the grants are ours.
        await using (var root = Database.Open(superuser, "tests", maxPoolSize: 1))
        {
            await using var make = root.CreateCommand($"CREATE ROLE {wanted} LOGIN");
            await make.ExecuteNonQueryAsync();
        }
        await RunAsync(database, roles);
        Assert.True(await database.ScalarAsync<bool>($"SELECT has_table_privilege('{wanted}', 'posts', 'SELECT')"));
    }

    [Fact]
    public async Task A_role_logs_in_with_its_password_alone_and_with_the_new_one_after_a_rotation()
    {
        var owner = await postgres.Cluster.CreateEmptyDatabaseAsync();
        await using var database = Database.Open(owner, "tests", maxPoolSize: 3);
        var name = $"scram_{Guid.NewGuid():N}";
        await RequirePasswordAsync(database, name);

        foreach (var password in new[] { "first Ⅸ'\\", "second" })
        {
            var login = As(owner, name, password);
            await RunAsync(database, new Dictionary<DatabaseRole, string> { [DatabaseRole.Web] = login });
            await using (var right = Database.Open(login, "tests", maxPoolSize: 0))
                Assert.Empty(await new Migrator(right).PendingAsync(None));
            await using var wrong = Database.Open(As(owner, name, "wrong"), "tests", maxPoolSize: 0);
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => wrong.OpenConnectionAsync().AsTask());
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        }
        Assert.DoesNotContain(postgres.Cluster.Log, line => line.Contains("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_starts_late_is_waited_for()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var owner = await cluster.CreateEmptyDatabaseAsync();
        await cluster.StopAsync();
        await using var database = Database.Open(owner, "tests", maxPoolSize: 1);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var setup = new DatabaseSetup(TimeProvider.System, line =>
        {
            if (line.StartsWith("Waiting for Postgres", StringComparison.Ordinal))
                waits.TrySetResult();
        });
        var running = setup.RunAsync(database, NoRoles, TimeSpan.FromMinutes(2), None);
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await cluster.RestartAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(await new Migrator(database).PendingAsync(None));
    }

    [Fact]
    public async Task A_server_that_does_not_come_is_told_and_so_is_a_database_that_does_not_exist()
    {
        await using var nowhere = Database.Open("Host=/nowhere;Username=x;Database=x", "tests", maxPoolSize: 1);
        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(nowhere, NoRoles));
        Assert.StartsWith("Postgres cannot be used", error.Message, StringComparison.Ordinal);

        var missing = new NpgsqlConnectionStringBuilder(await postgres.Cluster.CreateEmptyDatabaseAsync()) { Database = "missing" };
        await using var database = Database.Open(missing.ConnectionString, "tests", maxPoolSize: 1);
        await Assert.ThrowsAsync<UserErrorException>(
            () => new DatabaseSetup(TimeProvider.System, _told.Add).RunAsync(database, NoRoles, TimeSpan.FromMinutes(2), None));
        Assert.Empty(_told);
    }

    private Task RunAsync(NpgsqlDataSource database, IReadOnlyDictionary<DatabaseRole, string> roles) =>
        new DatabaseSetup(TimeProvider.System, _told.Add).RunAsync(database, roles, TimeSpan.Zero, None);

    private static string As(string connectionString, string user, string? password = null) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = user, Password = password }.ConnectionString;

    // The test server trusts everybody but this role.
    private static async Task RequirePasswordAsync(NpgsqlDataSource database, string role)
    {
        var path = await database.ScalarAsync<string>("SELECT current_setting('hba_file')");
        var rules = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, $"local all {role} scram-sha-256\n{rules}");
        Assert.True(await database.ScalarAsync<bool>("SELECT pg_reload_conf()"));
        await Harness.Time.Eventually.SeeAsync(() => database.ScalarAsync<bool>(
            $"SELECT EXISTS (SELECT FROM pg_hba_file_rules WHERE user_name = ARRAY['{role}'] AND error IS NULL)"));
    }
}
