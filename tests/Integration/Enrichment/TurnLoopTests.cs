using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Worker.Enrichment.Turns;
using TelegramParser.Worker.Metrics;

namespace TelegramParser.IntegrationTests.Enrichment;

[Collection(PostgresCollection.Name)]
public sealed class TurnLoopTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_worker_whose_pages_others_have_asks_ever_less_often_and_at_once_when_it_is_woken()
    {
        await using var scene = await TurnScene.StartAsync(postgres, (request, reply) => request.Target is "/robots.txt"
            ? reply.AnswerAsync("404 Not Found", [])
            : reply.HtmlAsync("<title>Here</title>"));
        using var metrics = new WorkerMetrics();
        using var stop = new CancellationTokenSource();
        var time = new ManualTime();
        var loop = new TurnLoop(
            scene.Token.UserId, new PageQueueStore(scene.Database), new PageOutcomeStore(scene.Database), scene.Runner, TurnScene.Rules, () => 0, metrics,
            time, NullLogger<TurnLoop>.Instance);
        await scene.QueueAsync("http://a.example/1");
        await using var other = await scene.Database.OpenConnectionAsync();
        await using (var take = new NpgsqlCommand("BEGIN; SELECT FROM page_hosts FOR UPDATE", other))
            await take.ExecuteNonQueryAsync();
        var running = loop.RunAsync(stop.Token);

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            var dues = await Eventually.SeeAsync(() => Task.FromResult(time.Dues), dues => dues.Count == 1);
            Assert.Equal(TimeSpan.FromSeconds(seconds), dues[0]);
            time.Advance(dues[0]);
        }
        await Eventually.SeeAsync(() => Task.FromResult(time.Dues), dues => dues.Count == 1);
        await using (var leave = new NpgsqlCommand("ROLLBACK", other))
            await leave.ExecuteNonQueryAsync();
        loop.Wake();
        await Eventually.SeeAsync(() => Task.FromResult(scene.Asked.Count()), asked => asked == 1);
        await Eventually.SeeAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return scene.PagesAsync("state, title");
            },
            seen => seen is "fetched Here");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
