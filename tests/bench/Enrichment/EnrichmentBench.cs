using System.Globalization;
using TelegramParser.Harness;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Enrichment;

/// <summary>
/// What enrichment costs a parse: one worker reads a channel whose posts have a link each, in turns with enrichment off, and on with every
/// page server taking requests and never answering them. The same simulator, the same Postgres, durable for both.
/// </summary>
internal static class EnrichmentBench
{
    private const int Hosts = 20;
    private const int PostsToAPage = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Runs it and tells the medians of the turns in one line.</summary>
    /// <param name="posts">Posts of the channel.</param>
    /// <param name="turns">Turns that each of the two gets, after one that does not count.</param>
    public static async Task<string> RunAsync(int posts, int turns)
    {
        var servers = Enumerable.Range(0, Hosts).Select(_ => PageServer.Start((_, reply) => Task.Delay(Timeout.InfiniteTimeSpan, reply.Ending))).ToList();
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        var off = new List<double>();
        var hanging = new List<double>();
        for (var turn = 0; turn <= turns; turn++)
        {
            var without = await ParseAsync(postgres, servers, posts, isOn: false);
            var with = await ParseAsync(postgres, servers, posts, isOn: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn}: off_s={without:F2} hanging_s={with:F2}"));
            if (turn == 0)
                continue;
            off.Add(without);
            hanging.Add(with);
        }
        var asked = servers.Sum(server => server.Connections);
        foreach (var server in servers)
            await server.DisposeAsync();
        return string.Create(CultureInfo.InvariantCulture,
            $"posts={posts} off_s={Median.Of(off):F2} hanging_s={Median.Of(hanging):F2} ratio={Median.Of(hanging) / Median.Of(off):F3} requests_that_hung={asked}");
    }

    // Seconds from the start to the end of the parse that reads them all.
    private static async Task<double> ParseAsync(PostgresCluster postgres, List<PageServer> servers, int posts, bool isOn)
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres);
        var channel = scenario.AddChannel("linked_news", 0);
        for (var i = 0; i < posts; i++)
        {
            var page = i / PostsToAPage;
            var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{servers[page % Hosts].Port}/{page}");
            channel.Load(new Post { Text = $"{url} and some words about it", Entities = [new TextEntity(EntityKind.Url, 0, url.Length)] });
        }
        await scenario.StartLoggedInAsync(
            scenario.Settings("reader", WorkerScenario.Subscription("news", "@linked_news", posts)),
            adjust: options => options with
            {
                Enrichment = isOn,
                PrivateHosts = string.Join(',', servers.Select(server => $"127.0.0.1:{server.Port}")),
            });
        await Eventually.SeeAsync(
            () => scenario.ScalarAsync("SELECT count(*) FROM parses WHERE finished_at IS NOT NULL"), count => count is > 0L, Patience);
        if (await scenario.ScalarAsync("SELECT count(*) FROM posts") is not long stored || stored != posts)
            throw new InvalidOperationException("The parse did not store all posts.");
        return (double)(await scenario.ScalarAsync("SELECT extract(epoch FROM finished_at - started_at)::float8 FROM parses"))!;
    }
}
