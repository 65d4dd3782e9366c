using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Pages that somebody queues again, from the post to the text.</summary>
[Collection(WorkerCollection.Name)]
public sealed class EnrichmentWakeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_failed_page_that_is_queued_again_is_read_by_the_worker_that_is_told()
    {
        var isThere = false;
        await using var site = PageServer.Start((request, reply) => Volatile.Read(ref isThere) && request.Target == "/harbour"
            ? reply.HtmlAsync($"<article><h1>Harbour</h1><p>{string.Concat(Enumerable.Repeat("The ferry left the harbour in the morning. ", 20))}</p></article>")
            : reply.AnswerAsync("404 Not Found", []));
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var url = $"http://127.0.0.1:{site.Port}/harbour";
        scenario.AddChannel("alice_links", 0).Load(new Post { Text = url, Entities = [new TextEntity(EntityKind.Url, 0, url.Length)] });
        var worker = await scenario.StartLoggedInAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("links", "@alice_links")),
            adjust: options => options with { Enrichment = true, PrivateHosts = $"127.0.0.1:{site.Port}" });
        await SeeAsync("failed NotFound");

        Volatile.Write(ref isThere, true);
        Assert.True(await new PageRetryStore(scenario.Database).RetryAsync(1, CancellationToken.None));
        Assert.True((await worker.PostAsync<WakeReport>(ControlPaths.WakeEnrichment)).Woken);
        await SeeAsync("fetched Harbour");

        Task SeeAsync(string expected) => Eventually.SeeAsync(
            async () => await scenario.ScalarAsync("SELECT string_agg(concat_ws(' ', state, reason, title), ',') FROM pages") as string, seen => seen == expected);
    }

    [Fact]
    public async Task A_worker_that_reads_no_pages_says_so()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice"));
        Assert.False((await worker.PostAsync<WakeReport>(ControlPaths.WakeEnrichment)).Woken);
    }
}
