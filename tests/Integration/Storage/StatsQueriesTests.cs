using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class StatsQueriesTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly Today = DateOnly.FromDateTime(Noon.UtcDateTime);

    [Fact]
    public async Task Posts_are_counted_by_the_days_of_UTC()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.StartReadingAsync("ann");
        var bea = await database.StartReadingAsync("bea");
        var midnight = new DateTimeOffset(Today, TimeOnly.MinValue, TimeSpan.Zero);
        await database.StoreAsync(
            ann,
            Post(1) with { Date = midnight.AddDays(-2).AddTicks(-10) },
            Post(2) with { Date = midnight.AddDays(-2) },
            Post(3) with { Date = midnight.AddTicks(-10).ToOffset(TimeSpan.FromHours(9)) },
            Post(4) with { Date = midnight },
            Post(5) with { Date = midnight.AddDays(1).AddTicks(-10) },
            Post(6) with { Date = midnight.AddDays(1) });
        await database.StoreAsync(bea, Post(1) with { Date = midnight });
        var stats = new StatsQueries(database);

        var all = await stats.PerDayAsync(Installation, userId: null, Today.AddDays(-2), days: 3, None);

        Assert.Equal(
            [
                new DailyPosts(ann.UserId, Today.AddDays(-2), 1), new DailyPosts(ann.UserId, Today.AddDays(-1), 1),
                new DailyPosts(ann.UserId, Today, 2), new DailyPosts(bea.UserId, Today, 1),
            ],
            all);
        Assert.Equal(all.Take(3), await stats.PerDayAsync(Installation, ann.UserId, Today.AddDays(-2), days: 3, None));
        Assert.Empty(await stats.PerDayAsync("another", ann.UserId, Today.AddDays(-2), days: 3, None));
    }

    [Fact]
    public async Task Days_of_a_user_without_a_resource_are_told_to_who_asks_for_that_user()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.StartReadingAsync("ann");
        await database.StoreAsync(ann, Post(1));
        await new UserStore(database).OrphanAsync(new UserKey(Installation, "default", "ann"), None);
        var stats = new StatsQueries(database);

        Assert.Empty(await stats.PerDayAsync(Installation, userId: null, Today, days: 1, None));
        Assert.Single(await stats.PerDayAsync(Installation, ann.UserId, Today, days: 1, None));
    }
}
