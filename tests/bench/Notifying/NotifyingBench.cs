using System.Globalization;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Notifying;

/// <summary>
/// What notifications cost a parse: one worker reads new posts of a channel, in turns without notifications and with a backlog of them for
/// receivers that hang, fail, or take all of it meanwhile. The same simulator, the same Postgres, durable for all.
/// </summary>
internal static class NotifyingBench
{
    // As many sources as have a request under way at once, and for each more than it can send in a parse.
    private const int Sources = 16;
    private const int Backlog = 300;
    private const int BodyLength = 25_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs it and tells the medians of the turns in one line.</summary>
    /// <param name="posts">New posts of the channel.</param>
    /// <param name="turns">Turns that each of the receivers gets, after one that does not count.</param>
    public static async Task<string> RunAsync(int posts, int turns)
    {
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        var seconds = Enum.GetValues<Receiver>().ToDictionary(receiver => receiver, _ => new List<double>());
        for (var turn = 0; turn <= turns; turn++)
        {
            foreach (var (receiver, measured) in seconds)
            {
                var (took, requests) = await ParseAsync(postgres, posts, receiver);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn}: {Name(receiver)}_s={took:F2} requests={requests}"));
                if (turn > 0)
                    measured.Add(took);
            }
        }
        var off = Median.Of(seconds[Receiver.Off]);
        return string.Create(CultureInfo.InvariantCulture, $"posts={posts} off_s={off:F2} ")
            + string.Join(' ', seconds.Where(pair => pair.Key is not Receiver.Off).Select(pair => string.Create(
                CultureInfo.InvariantCulture, $"{Name(pair.Key)}_s={Median.Of(pair.Value):F2} {Name(pair.Key)}_ratio={Median.Of(pair.Value) / off:F3}")));
    }

    // Seconds from the start to the end of the parse that reads the new posts, and how many requests the receiver got by its end.
    private static async Task<(double Seconds, int Requests)> ParseAsync(PostgresCluster postgres, int posts, Receiver receiver)
    {
        await using var server = PageServer.Start((_, reply) => receiver switch
        {
            Receiver.Hanging => Task.Delay(Timeout.InfiniteTimeSpan, reply.Ending),
            Receiver.Failing => reply.AnswerAsync("503 Service Unavailable", []),
            _ => reply.AnswerAsync("204 No Content", []),
        });
        await using var scenario = await WorkerScenario.StartAsync(postgres);
        var channel = scenario.AddChannel("busy_news", 1);
        SubscriptionSettings[] quiet =
        [
            WorkerScenario.Subscription("news", "@busy_news"),
            .. Enumerable.Range(0, Sources - 1).Select(i => WorkerScenario.Subscription($"other-{i}", $"@other_{i}") with { Suspend = true }),
        ];
        var worker = await scenario.StartLoggedInAsync(
            scenario.Settings("reader", quiet), adjust: options => options with { PrivateHosts = $"127.0.0.1:{server.Port}" });
        await Eventually.SeeAsync(() => scenario.ScalarAsync("SELECT count(*) FROM subscriptions WHERE last_success_at IS NOT NULL"), 1L.Equals, Patience);
        if (receiver is not Receiver.Off)
        {
            await FillAsync(scenario);
            var notify = new NotifySettings { Url = $"http://127.0.0.1:{server.Port}/" };
            await worker.ReloadAsync(scenario.Settings("reader", [.. quiet.Select(subscription => subscription with { Notify = notify })]));
            await Eventually.SeeAsync(() => Task.FromResult(server.Connections >= Sources), Patience);
        }
        for (var i = 0; i < posts; i++)
            channel.Publish(new Post { Text = $"Post {i} of some words, to be told of" });
        await WorkerScenario.ParseAsync(worker);
        var requests = server.Connections;
        return await scenario.ScalarAsync($"SELECT extract(epoch FROM finished_at - started_at)::float8 FROM parses WHERE posts_added = {posts}") is double took
            ? (took, requests)
            : throw new InvalidOperationException("No parse stored all posts.");
    }

    private static Task FillAsync(WorkerScenario scenario) => scenario.ScalarAsync(
        $$"""
        INSERT INTO notifications (user_id, source_kind, source_name, target, event, event_key, payload, due_at)
        SELECT user_id, 'ChannelSubscription', name, 'webhook', 'posts.added', 'backlog-' || number,
               '{"type":"posts.added","data":"' || repeat('x', {{BodyLength}}) || '"}', now()
        FROM subscriptions CROSS JOIN generate_series(1, {{Backlog}}) AS number
        """);

    private static string Name(Receiver receiver) => receiver.ToString().ToLowerInvariant();
}
