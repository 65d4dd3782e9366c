using TelegramParser.Harness;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Standalone;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;

namespace TelegramParser.Demo;

/// <summary>
/// Everything at once on one machine: Postgres, Telegram (simulated unless there are credentials for the real one) and
/// <c>operator standalone</c>. Ends everything that it started.
/// </summary>
internal sealed class DemoRun(DemoSettings settings, Progress progress)
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var alone = Alone.With(settings.Data, settings.Port);
        // What the simulator forgets at its end must not be remembered by anybody else.
        if (!settings.IsReal && Directory.Exists(settings.Data))
            Directory.Delete(settings.Data, recursive: true);
        Directory.CreateDirectory(settings.Data);

        progress.Step(settings.IsReal ? "Starting Postgres" : "Starting Postgres, empty: with the simulator each run begins anew");
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            DataFolder = settings.IsReal ? Path.Combine(settings.Data, "postgres") : null,
            Durable = settings.IsReal,
        }, ct);
        var database = await postgres.EnsureDatabaseAsync("tgparser", ct);
        if (settings.IsReal)
            await RunRealAsync(database, ct);
        else
            await RunSimulatedAsync(database, ct);
    }

    private async Task RunSimulatedAsync(string database, CancellationToken ct)
    {
        progress.Step("Starting the Telegram simulator: 2 accounts, 6 channels, 2,336 posts");
        await using var sites = new DemoSites();
        var world = DemoWorld.Create(TimeProvider.System, sites.AddressOf);
        await using var telegram = await SimulatorHost.StartAsync(world, cancellation: ct);
        var live = DemoWorld.PublishAsync(world, LiveInterval, TimeProvider.System, sites.AddressOf, ct);
        await using var standalone = await StartAsync("demo", database, o => o with
        {
            TdJson = SimulatorHost.TdJsonPath,
            DefaultProxy = $"mtproto://127.0.0.1:{telegram.Port}?secret={telegram.Register("demo")}",
            ApiId = "12345",
            ApiHash = "0123456789abcdef0123456789abcdef",
            PrivateHosts = sites.PrivateHosts,
        });
        if (settings.Manifests is null)
        {
            var logins = new RestLogins(standalone.Http, telegram.Simulator);
            progress.Step("Logging alice in by QR code");
            await logins.ByQrAsync("default:alice", DemoWorld.AlicePhone, ct);
            progress.Step("Logging bob in by code and 2FA password");
            await logins.ByCodeAsync("default:bob", "54321", "correct horse", ct);
        }
        else
        {
            Progress.Text(
                $"""

                  Open    {standalone.Http.BaseAddress}          and log in the users of {settings.Manifests}; posts come after that.
                          Phones, codes and passwords that the simulator knows: tests/TelegramSimulator/README.md

                """);
        }
        await FollowAsync(standalone, database, ct);
        await live;
    }

    private async Task RunRealAsync(string database, CancellationToken ct)
    {
        progress.Step("Telegram is the real one");
        await using var standalone = await StartAsync("quickstart", database, o => o with
        {
            ApiId = settings.ApiId,
            ApiHash = settings.ApiHash,
        });
        Progress.Text(
            $"""

              Log in with your phone (Telegram: Settings, Devices, Link Desktop Device):
                {standalone.Http.BaseAddress}login/default:me

            """);
        await FollowAsync(standalone, database, ct);
    }

    private async Task<StandaloneProcess> StartAsync(string example, string database, Func<StandaloneOptions, StandaloneOptions> adjust)
    {
        progress.Step($"Starting operator standalone with {settings.Manifests ?? $"examples/{example}"}");
        // Keeps what the operator and the workers say, without drowning what this program says.
        var path = Path.Combine(settings.Data, "operator.log");
        var log = TextWriter.Synchronized(new StreamWriter(path, append: true) { AutoFlush = true });
        var standalone = await StandaloneProcess.StartAsync(adjust(new StandaloneOptions
        {
            Manifests = settings.Manifests ?? Path.Combine(Repository.Root, "examples", example),
            Data = Path.Combine(settings.Data, "operator"),
            Database = database,
            Port = settings.Port,
            Output = line =>
            {
                log.WriteLine(line);
                if (Mistake.Find(line) is { } mistake)
                    progress.Step(mistake);
            },
        }));
        progress.Step($"REST API and pages are up; everything is logged to {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        return standalone;
    }

    private async Task FollowAsync(StandaloneProcess standalone, string database, CancellationToken ct)
    {
        var totals = new PostTotals(standalone.Http);
        await totals.WaitForFirstAsync(ct);
        progress.Step("The first posts are in Postgres");
        Progress.Text(NextSteps(standalone.Http.BaseAddress!, database));
        await foreach (var (total, added) in totals.ChangesAsync(ct))
            progress.Step($"{total} posts in Postgres (+{added})");
    }

    private static string NextSteps(Uri url, string database)
    {
        var socket = new Npgsql.NpgsqlConnectionStringBuilder(database).Host;
        return $"""

              Open    {url}          the pages: users, channels, posts
                      {url}docs      the REST API
              Try     curl -X POST {url}users/1/channels/parse
                      curl '{url}users/1/posts?limit=3'
                      curl '{url}users'
                      psql -h {socket} -U postgres tgparser -c 'SELECT chat_id, count(*) FROM posts GROUP BY 1'
                      psql -h {socket} -U postgres tgparser -c 'SELECT title, left(text, 60) FROM pages WHERE has_article LIMIT 5'
              Edit    a copy of examples/demo, and run it with: make run MANIFESTS=your-folder
              Stop    Ctrl-C

            """;
    }
}
