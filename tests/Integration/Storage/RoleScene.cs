using Npgsql;
using TelegramParser.Storage;
using TelegramParser.Storage.Roles;

namespace TelegramParser.IntegrationTests.Storage;

/// <summary>A fresh database with a role for each part, under names that no other test has.</summary>
internal sealed class RoleScene : IAsyncDisposable
{
    private readonly Dictionary<DatabaseRole, NpgsqlDataSource> _parts = [];

    private RoleScene(NpgsqlDataSource owner) => Owner = owner;

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource Operator => Of(DatabaseRole.Operator);

    public NpgsqlDataSource Web => Of(DatabaseRole.Web);

    public NpgsqlDataSource Worker => Of(DatabaseRole.Worker);

    public static async Task<RoleScene> StartAsync(PostgresFixture postgres)
    {
        var connectionString = await postgres.Cluster.CreateDatabaseAsync();
        var scene = new RoleScene(Database.Open(connectionString, "tests", maxPoolSize: 5));
        var store = new RoleStore(scene.Owner);
        var names = new Dictionary<string, IReadOnlyCollection<DatabaseRole>>(StringComparer.Ordinal);
        foreach (var role in Enum.GetValues<DatabaseRole>())
        {
            var part = new NpgsqlConnectionStringBuilder(connectionString) { Username = $"{role}_{Guid.NewGuid():N}".ToLowerInvariant() };
            names[(await store.EnsureLoginAsync(part.ConnectionString, CancellationToken.None))!] = [role];
            scene._parts[role] = Database.Open(part.ConnectionString, "tests", maxPoolSize: 5);
        }
        await store.GrantAsync(names, CancellationToken.None);
        return scene;
    }

    public NpgsqlDataSource Of(DatabaseRole role) => _parts[role];

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts.Values)
            await part.DisposeAsync();
        await Owner.DisposeAsync();
    }
}
