using TelegramParser.Storage.Identity;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class UserStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly UserKey Ann = new("prod", "default", "ann");
    private static readonly UserKey Bob = new("prod", "default", "bob");

    [Fact]
    public async Task Users_are_numbered_from_1_without_gaps()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var users = new UserStore(database);

        var first = await users.EnsureAsync(Ann, suspended: false, None);
        await users.EnsureAsync(Ann, suspended: true, None);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => users.EnsureAsync(Bob, suspended: false, None)));
        var last = await users.EnsureAsync(Bob with { Installation = "test" }, suspended: false, None);

        Assert.Equal(1, first.Id);
        Assert.All(atOnce, bob => Assert.Equal(2, bob.Id));
        Assert.Equal(3, last.Id);
    }

    [Fact]
    public async Task A_recreated_resource_gets_its_row_back()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var users = new UserStore(database);
        var before = await users.EnsureAsync(Ann, suspended: false, None);

        await users.OrphanAsync(Ann, None);
        var orphaned = await users.FindAsync(Ann, None);
        var after = await users.EnsureAsync(Ann, suspended: true, None);

        Assert.NotNull(orphaned!.OrphanedAt);
        Assert.Equal(before with { Suspended = true }, after);
    }

    [Fact]
    public async Task Users_are_found_by_key_by_number_and_by_installation()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var users = new UserStore(database);
        var ann = await users.EnsureAsync(Ann, suspended: false, None);
        var bob = await users.EnsureAsync(Bob, suspended: false, None);
        await users.EnsureAsync(Ann with { Installation = "test" }, suspended: false, None);

        Assert.Equal(bob, await users.FindAsync(Bob, None));
        Assert.Equal(bob, await users.FindAsync(bob.Id, None));
        Assert.Equal([ann, bob], await users.ListAsync("prod", None));
        Assert.Null(await users.FindAsync(99, None));
        Assert.Equal("default:ann", ann.Key.ToString());
    }
}
