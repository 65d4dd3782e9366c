using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Npgsql;
using TelegramParser.Harness;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Standalone;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Soak;

/// <summary>
/// Some users for a long time: an operator with its workers, a web server of its own, Postgres and Telegram; people write, things break,
/// and memory is measured. In the end everything that the server has must be stored once.
/// </summary>
internal static partial class SoakRun
{
    private const int Hosts = 6;
    private const long FirstChannelId = 1_700_000_001;

    // Of an hour, until stored posts are read anew for the first time, which takes memory of its own; each third then has that once.
    private const double WarmUpShare = 1.0 / 4;

    // Between two collections and two trims memory rises and falls within minutes.
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(2);

    // A worker that was killed again and again is started again after 5 minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

    /// <summary>Runs it.</summary>
    public static async Task<SoakResult> RunAsync(TimeSpan time, int seed)
    {
        var artifacts = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName;
        var folder = Directory.CreateTempSubdirectory("tgp-soak-");
        await using var log = new StreamWriter(Path.Combine(artifacts, "soak.log")) { AutoFlush = true };
        var output = TextWriter.Synchronized(log);
        List<PageServer> sites = [.. Enumerable.Range(0, Hosts).Select(_ => PageServer.Start((request, reply) => reply.HtmlAsync(Article(request.Target))))];
        try
        {
            await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
            var connectionString = await postgres.EnsureDatabaseAsync("soak");
            await using var database = NpgsqlDataSource.Create(connectionString);
            await using var telegram = await SimulatorHost.StartAsync(World());
            var load = new SteadyLoad(telegram.World, page => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{sites[page % Hosts].Port}/{page}"), seed);
            foreach (var (number, channel) in SoakPeople.Channels.Index())
                load.AddChannel(channel, FirstChannelId + number);
            var manifests = folder.CreateSubdirectory("manifests").FullName;
            foreach (var user in SoakPeople.All)
                await File.WriteAllTextAsync(Path.Combine(manifests, $"{user}.yaml"), SoakPeople.ManifestOf(user));
            await using var standalone = await StandaloneProcess.StartAsync(new StandaloneOptions
            {
                Manifests = manifests,
                Data = Path.Combine(folder.FullName, "data"),
                Database = connectionString,
                TdJson = SimulatorHost.TdJsonPath,
                DefaultProxy = $"mtproto://127.0.0.1:{telegram.Port}?secret={telegram.Register("soak")}",
                ApiId = "12345",
                ApiHash = "0123456789abcdef0123456789abcdef",
                PrivateHosts = string.Join(',', sites.Select(site => $"127.0.0.1:{site.Port}")),
                Output = output.WriteLine,
            });
            var logins = new RestLogins(standalone.Http, telegram.Simulator);
            foreach (var user in SoakPeople.All)
                await logins.ByCodeAsync($"default:{user}", SoakPeople.Code, password: null, CancellationToken.None);
            var url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
            await using var web = StartWeb(connectionString, url, output.WriteLine);
            using var http = new HttpClient { BaseAddress = url };
            await Eventually.SeeAsync(() => IsListeningAsync(http), Patience);
            await SeeCaughtUpAsync(database, telegram.World);
            Console.WriteLine($"Everybody is logged in and has read {SteadyLoad.History} posts of each channel. Samples: artifacts/soak.csv");

            int? PidOf(string user) => WorkerPid(standalone.Lines, user);
            var curve = new MemoryCurve(Path.Combine(artifacts, "soak.csv"), new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["worker"] = PidOf(SoakPeople.Steady)!.Value,
                ["operator"] = standalone.Pid,
                ["web"] = web.Pid,
            });
            var faults = new FaultSchedule(telegram.Simulator, postgres, PidOf, seed);
            await DisturbAsync(time, load, faults, curve, http);

            telegram.World.Faults.Clear();
            var clock = Stopwatch.StartNew();
            database.Clear();
            await RefreshAsync(database, PidOf);
            await SeeCaughtUpAsync(database, telegram.World);
            var pages = await SeePagesReadAsync(database);
            return new SoakResult(
                time.TotalMinutes, load, await CountAsync(database, telegram.World), pages, faults.Counts, clock.Elapsed.TotalSeconds,
                curve.Growth(time * WarmUpShare, time));
        }
        finally
        {
            foreach (var site in sites)
                await site.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    private static SimulatedWorld World()
    {
        var world = new SimulatedWorld(TimeProvider.System);
        foreach (var (number, user) in SoakPeople.All.Index())
            world.Add(new Account { Phone = SoakPeople.PhoneOf(user), Code = SoakPeople.Code, User = new User { Id = 5001 + number, FirstName = user } });
        return world;
    }

    private static ManagedProcess StartWeb(string database, Uri url, Action<string> output) => ManagedProcess.Start(
        Repository.Program("operator", "operator"),
        ["web", "--listen", url.Authority, "--listen-metrics", $"127.0.0.1:{FreePort.Find()}"],
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["TGPARSER_DATABASE"] = database,
            ["TGPARSER_CONTROL_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        },
        output);

    private static async Task DisturbAsync(TimeSpan time, SteadyLoad load, FaultSchedule faults, MemoryCurve curve, HttpClient web)
    {
        using var stop = new CancellationTokenSource(time);
        var clock = Stopwatch.StartNew();
        Task[] running = [load.RunAsync(stop.Token), faults.RunAsync(stop.Token), ReadAsync(web, stop.Token), SampleAsync()];
        await Task.WhenAll(running.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        // What did not end by the end of time has failed.
        foreach (var failure in running.Where(task => task.IsFaulted))
            await failure;

        async Task SampleAsync()
        {
            using var timer = new PeriodicTimer(SampleEvery);
            while (await timer.WaitForNextTickAsync(stop.Token))
                curve.Sample(clock.Elapsed, load.Published, faults.Last);
        }
    }

    private static async Task<bool> IsListeningAsync(HttpClient web)
    {
        try
        {
            using var answer = await web.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // People look at pages all the time; while Postgres is away they see an error.
    private static async Task ReadAsync(HttpClient web, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(ReadEvery);
        while (await timer.WaitForNextTickAsync(ct))
        {
            foreach (var path in new[] { "/users", $"/users/default:{SoakPeople.Steady}/posts?limit=100", "/stats", "/" })
            {
                using var answer = await web.GetAsync(path, ct);
            }
        }
    }

    // Edits and deletions are found by a refresh: it is made due, and workers plan anew when they start.
    private static async Task RefreshAsync(NpgsqlDataSource database, Func<string, int?> pidOf)
    {
        await ScalarAsync(database, "UPDATE user_channels SET refreshed_at = now() - interval '1 day'");
        foreach (var pid in SoakPeople.All.Select(pidOf).OfType<int>().Where(pid => Directory.Exists($"/proc/{pid}")))
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        await Eventually.SeeAsync(
            () => ScalarAsync(database, "SELECT count(*) FROM user_channels WHERE refreshed_at < now() - interval '12 hours'"), due => due is 0L, Patience);
    }

    private static Task SeeCaughtUpAsync(NpgsqlDataSource database, SimulatedWorld world) =>
        Eventually.SeeAsync(async () => (await CountAsync(database, world)).Lost, lost => lost == 0, Patience);

    private static async Task<(long Linked, long Read)> SeePagesReadAsync(NpgsqlDataSource database)
    {
        await Eventually.SeeAsync(() => ScalarAsync(database, "SELECT count(*) FROM links WHERE page_id IS NULL"), left => left is 0L, Patience);
        await Eventually.SeeAsync(() => ScalarAsync(database, "SELECT count(*) FROM pages WHERE state = 'queued'"), left => left is 0L, Patience);
        return (
            (long)(await ScalarAsync(database, "SELECT count(*) FROM pages"))!,
            (long)(await ScalarAsync(database, "SELECT count(*) FROM pages WHERE state = 'fetched'"))!);
    }

    private static async Task<SoakCounts> CountAsync(NpgsqlDataSource database, SimulatedWorld world)
    {
        var sum = new SoakCounts(0, 0, 0, 0);
        foreach (var user in SoakPeople.All)
        {
            foreach (var channel in SoakPeople.ChannelsOf(user))
                sum += await SoakCounts.OfAsync(database, user, world.ChannelByName(channel)!);
        }
        return sum;
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static int? WorkerPid(IEnumerable<string> lines, string user) => lines
        .Select(line => Started().Match(line))
        .Where(match => match.Success && match.Groups["pod"].Value.Contains(user, StringComparison.Ordinal))
        .Select(match => int.Parse(match.Groups["pid"].ValueSpan, CultureInfo.InvariantCulture))
        .Cast<int?>()
        .LastOrDefault();

    private static string Article(string target) =>
        $"<html><head><title>Page {target}</title></head><body><article><h1>Page {target}</h1>{string.Concat(Enumerable.Repeat("<p>The ferry left the harbour in the morning and was back before the fog came in from the sea.</p>", 20))}</article></body></html>";

    [GeneratedRegex(@"Pod (?<pod>\S+) started as process (?<pid>[0-9]+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Started();
}
