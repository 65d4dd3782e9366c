using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Storage.Queries;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class DailyCountsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Posts_are_counted_once_for_all_open_pages_and_again_after_half_a_minute()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.StartReadingAsync();
        var time = new ManualTime(Noon.AddHours(1));
        var counts = new DailyCounts(new StatsQueries(database), time);
        Task<IReadOnlyList<DailyPosts>> Read(long? user = null) =>
            counts.ReadAsync(new Realm(Installation, user), PostsPerDay.FirstDay(time.GetUtcNow()), CancellationToken.None);
        await database.StoreAsync(token, Post(1));

        Assert.Equal([1L], (await Read()).Select(day => day.Posts));
        await database.StoreAsync(token, Post(2));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal([1L], (await Read()).Select(day => day.Posts));
        // What one user may see is not what all may.
        Assert.Equal([2L], (await Read(token.UserId)).Select(day => day.Posts));
        Assert.Empty(await Read(token.UserId + 1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2L], (await Read()).Select(day => day.Posts));
    }
}
