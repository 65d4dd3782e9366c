using System.Globalization;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;
using Xunit.Abstractions;

namespace TelegramParser.FaultTests;

/// <summary>Pages are read once, whatever becomes of the workers that read them and of Postgres.</summary>
public sealed class EnrichmentTests(FaultPostgres postgres, ITestOutputHelper output) : IClassFixture<FaultPostgres>
{
    // Of one worker.
    private const int TurnsAtOnce = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Users = ["alice", "bob", "carol"];

    [Fact]
    public async Task Three_users_pages_are_read_once_though_their_workers_are_killed()
    {
        const int pages = 400, posts = 1_000, kills = 6;
        const long links = 1_500;
        await using var site = new PageSite(hosts: 20, AnswerAsync);
        await using var scenario = await StartAsync();
        var channels = Users.Select(user => scenario.AddChannel($"{user}_links", 0)).ToList();
        for (var post = 0; post < posts; post++)
            channels[post % channels.Count].Load(Linking(site, PagesOf(post, pages)));
        var workers = new List<WorkerProcess>();
        for (var user = 0; user < Users.Length; user++)
        {
            workers.Add(await StartAsync(scenario, site, user));
            await WorkerScenario.LogInAsync(workers[user], Phone(user));
        }

        var inFlight = new HashSet<int>();
        for (var kill = 1; kill <= kills; kill++)
        {
            var reached = kill * pages / (kills + 2);
            await Eventually.SeeAsync(() => Task.FromResult(site.Requests.Count), asked => asked >= reached, Patience);
            var user = kill % Users.Length;
            await workers[user].KillAsync();
            inFlight.UnionWith(await InFlightAsync(scenario, site));
            workers[user] = await StartAsync(scenario, site, user);
        }
        await Eventually.SeeAsync(() => PagesAsync(scenario, "due_at IS NULL"), done => done.Count == pages, Patience);

        var again = site.Requests.Where(page => page.Value > 1).ToDictionary();
        output.WriteLine($"pages={pages} requests={site.Requests.Values.Sum()} kills={kills} read_again={again.Count} most_times={site.Requests.Values.Max()}");
        Assert.Equal(pages, site.Requests.Count);
        Assert.Subset(inFlight, again.Keys.ToHashSet());
        Assert.InRange(again.Values.Sum(times => times - 1), 0, kills * TurnsAtOnce);
        Assert.Equal(links, await scenario.ScalarAsync("SELECT count(*) FROM links JOIN pages ON pages.id = page_id"));
        Assert.Equal(0L, await scenario.ScalarAsync("SELECT count(*) FROM unfollowed_posts"));
        Assert.Equal(
            "failed NotFound 40, fetched 320, unsupported 40",
            await scenario.ScalarAsync(
                """
                SELECT string_agg(concat_ws(' ', state, reason, pages), ', ' ORDER BY state)
                FROM (SELECT state, reason, count(*) AS pages FROM pages GROUP BY state, reason) AS counted
                """));
        Assert.Equal(320L, await scenario.ScalarAsync("SELECT count(*) FROM pages WHERE has_article AND text LIKE '%ferry number ' || substring(url FROM '[0-9]+$') || ' left%'"));
    }

    [Fact]
    public async Task Neither_a_restart_of_Postgres_nor_a_lost_lease_loses_or_repeats_a_page()
    {
        const int pages = 90;
        await using var site = new PageSite(hosts: 6, AnswerAsync);
        await using var scenario = await StartAsync();
        var channel = scenario.AddChannel("alice_links", 0);
        for (var post = 0; post < pages; post++)
            channel.Load(Linking(site, [post]));
        var worker = await StartAsync(scenario, site, user: 0);
        await WorkerScenario.LogInAsync(worker, Phone(0));

        await SeeAskedAsync(site, pages / 3);
        await postgres.Cluster.StopAsync();
        await postgres.Cluster.RestartAsync();
        scenario.Database.Clear();
        await SeeAskedAsync(site, pages * 2 / 3);
        Assert.All(site.Requests.Values, times => Assert.Equal(1, times));

        await scenario.ScalarAsync("UPDATE sessions SET holder = 'another', epoch = epoch + 1, expires_at = clock_timestamp() + interval '20 s'");
        // The first write finds it out.
        await Record.ExceptionAsync(() => worker.ParseAsync());
        await FaultScene.SeeLineAsync(worker, "session lease is held by another");
        var inFlight = await InFlightAsync(scenario, site);
        await Eventually.SeeAsync(() => PagesAsync(scenario, "due_at IS NULL"), done => done.Count == pages, Patience);

        var again = site.Requests.Where(page => page.Value > 1).ToDictionary();
        output.WriteLine($"pages={pages} requests={site.Requests.Values.Sum()} in_flight_at_the_loss={inFlight.Count} read_again={again.Count}");
        Assert.Equal(pages, site.Requests.Count);
        Assert.Subset(inFlight, again.Keys.ToHashSet());
        Assert.InRange(again.Values.Sum(times => times - 1), 0, TurnsAtOnce);
    }

    private static Task SeeAskedAsync(PageSite site, int pages) =>
        Eventually.SeeAsync(() => Task.FromResult(site.Requests.Count), asked => asked >= pages, Patience);

    private Task<WorkerScenario> StartAsync()
    {
        var world = WorkerScenario.EmptyWorld();
        world.Add(new Account { Phone = Phone(2), User = new User { Id = 1003, FirstName = "Carol" } });
        return WorkerScenario.StartAsync(postgres.Cluster, world);
    }

    private static Task<WorkerProcess> StartAsync(WorkerScenario scenario, PageSite site, int user) => scenario.StartWorkerAsync(
        scenario.Settings(Users[user], WorkerScenario.Subscription("news", $"@{Users[user]}_links")),
        options => options with { PodUid = Users[user], Enrichment = true, PrivateHosts = site.PrivateHosts });

    private static string Phone(int user) => $"+1555000000{user + 1}";

    // A link each, and a second one on every other: of 1,000 posts, 1,500 links to all pages.
    private static int[] PagesOf(int post, int pages) => post % 2 == 0 ? [post * 7 % pages, ((post * 7) + 1) % pages] : [post * 7 % pages];

    private static Post Linking(PageSite site, IEnumerable<int> pages)
    {
        var text = "";
        var entities = new List<TextEntity>();
        foreach (var url in pages.Select(site.UrlOf))
        {
            entities.Add(new TextEntity(EntityKind.Url, text.Length, url.Length));
            text += $"{url} ";
        }
        return new Post { Text = text.TrimEnd(), Entities = entities };
    }

    private static async Task AnswerAsync(int page, PageReply reply)
    {
        // Long enough to be killed in.
        await Task.Delay(100, reply.Ending);
        await ((page % 10) switch
        {
            0 => reply.AnswerAsync("404 Not Found", []),
            1 => reply.AnswerAsync("200 OK", new byte[10], "Content-Type: application/pdf"),
            _ => reply.HtmlAsync(PageSite.Article(page)),
        });
    }

    // Asked for and without an outcome.
    private static async Task<HashSet<int>> InFlightAsync(WorkerScenario scenario, PageSite site)
    {
        var done = await PagesAsync(scenario, "due_at IS NULL");
        return [.. site.Requests.Keys.Except(done)];
    }

    private static async Task<HashSet<int>> PagesAsync(WorkerScenario scenario, string condition)
    {
        await using var command = scenario.Database.CreateCommand($"SELECT substring(url FROM '[0-9]+$') FROM pages WHERE {condition}");
        await using var reader = await command.ExecuteReaderAsync();
        var pages = new HashSet<int>();
        while (await reader.ReadAsync())
            pages.Add(int.Parse(reader.GetString(0), CultureInfo.InvariantCulture));
        return pages;
    }
}
