using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;
using Fault = TelegramParser.FaultTests.Reliability.Fault;

namespace TelegramParser.FaultTests;

/// <summary>The web server ends by SIGKILL while it passes on commands, and is started again.</summary>
public sealed class WebKillTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int News = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_web_server()
    {
        var kills = Rounds.Of(5);
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("harbour_news", News);
        await scenario.StartLoggedInAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("harbour", "@harbour_news")) with { Schedule = new ScheduleSpec { Interval = "10s" } });
        await SeeAllStoredAsync(scenario.Database, channel);
        var random = new Random(9);
        for (var kill = 0; kill < kills; kill++)
        {
            var url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
            await using var gate = PostgresGate.Open(scenario.ConnectionString);
            await using var web = StartWeb(gate.ConnectionString(), url);
            using var http = new HttpClient { BaseAddress = url };
            await Eventually.SeeAsync(() => IsReadyAsync(http), Patience);
            Publish(channel);
            // Of the statements that passing on a command takes.
            var stop = gate.StopRequest(sql: "", skip: random.Next(5));
            var command = Record.ExceptionAsync(async () =>
            {
                using var answer = await http.PostAsync("/users/default:alice/channels/parse", content: null);
            });
            await Task.WhenAny(stop.Reached, command);
            await web.KillAsync();
            stop.Drop();
            await command;
        }
        var recovery = await Recovery.MeasureAsync(() => SeeAllStoredAsync(scenario.Database, channel));
        await FaultTable.RecordAsync(
            Fault.WebKilled, kills, await Findings.OfAsync(scenario.Database, channel, scenario.Telegram.World.Clients.Overlaps), recovery);
    }

    // With the control key that the harness gives to workers.
    private static ManagedProcess StartWeb(string database, Uri url) => ManagedProcess.Start(
        Repository.Program("operator", "operator"),
        ["web", "--listen", url.Authority, "--listen-metrics", "127.0.0.1:0", "--installation", "test"],
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["TGPARSER_DATABASE"] = database,
            ["TGPARSER_CONTROL_KEY"] = Convert.ToBase64String(new byte[ControlCredentials.KeyLength]),
        });

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private static void Publish(Channel channel)
    {
        for (var i = 0; i < News; i++)
            channel.Publish(new Post { Text = $"post {channel.LastPostId + 1}" });
    }

    private static Task SeeAllStoredAsync(NpgsqlDataSource database, Channel channel) => Eventually.SeeAsync(
        async () =>
        {
            await using var command = database.CreateCommand("SELECT count(*) FROM posts");
            return (long)(await command.ExecuteScalarAsync())!;
        },
        stored => stored >= channel.Posts.Count,
        Patience);
}
