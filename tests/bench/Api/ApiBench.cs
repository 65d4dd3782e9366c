using System.Diagnostics;
using System.Globalization;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Web;

namespace TelegramParser.Bench.Api;

/// <summary>What the routes that read posts take over HTTP, of the real web server, with many posts stored: one request after another.</summary>
internal static class ApiBench
{
    /// <summary>Fills a database, asks each route, and tells p50 and p99 of each, milliseconds, in one line.</summary>
    /// <param name="posts">Posts of all users together.</param>
    /// <param name="requests">Requests to each route, after some that do not count.</param>
    public static async Task<string> RunAsync(int posts, int requests)
    {
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true });
        // 0: nobody is limited.
        await using var web = await WebInstallation.StartAsync(postgres, options => options with { RequestsPerMinute = 0 });
        var clock = Stopwatch.GetTimestamp();
        await Fill.RunAsync(web.Database, WebInstallation.Name, posts);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled in {Stopwatch.GetElapsedTime(clock).TotalSeconds:F0} s"));
        var random = new Random(1);
        var figures = new List<string> { string.Create(CultureInfo.InvariantCulture, $"posts={posts} users={Fill.Users} channels={Fill.Channels} requests={requests}") };
        foreach (var (name, path) in Routes(random, posts))
            figures.Add(await MeasureAsync(web.Http, name, path, requests));
        await Fill.AddUnindexedAsync(web.Database);
        figures.Add(await MeasureAsync(web.Http, "search_1mb_unindexed", () => "/users/1/posts?q=markets", Math.Min(requests, 20)));
        return string.Join(' ', figures);
    }

    private static IEnumerable<(string Name, Func<string> Path)> Routes(Random random, int posts)
    {
        string User() => string.Create(CultureInfo.InvariantCulture, $"/users/{random.Next(1, Fill.Users + 1)}");
        string Id() => random.Next(1, posts + 1).ToString(CultureInfo.InvariantCulture);
        yield return ("list", () => User() + "/posts");
        yield return ("list_500", () => User() + "/posts?limit=500");
        yield return ("list_channel", () => $"{User()}/posts?channel=-100{random.Next(1, Fill.Channels + 1)}");
        yield return ("list_hours", () => $"{User()}/posts?hours_back={random.Next(24, 8000)}");
        yield return ("post", () => "/posts/" + Id());
        // Of the posts: one in 1,000, one in 10, and none.
        yield return ("search_rare", () => User() + "/posts?q=rare" + random.Next(Fill.RareWords).ToString(CultureInfo.InvariantCulture));
        yield return ("search_common", () => User() + "/posts?q=common" + random.Next(Fill.CommonWords).ToString(CultureInfo.InvariantCulture));
        yield return ("search_nothing", () => User() + "/posts?q=nowhere");
        yield return ("search_in_all", () => $"{User()}/posts?search=all&q=rare{random.Next(Fill.RareWords).ToString(CultureInfo.InvariantCulture)}");
        yield return ("stats", () => "/stats");
        yield return ("overview", () => "/overview/panel");
        yield return ("retention", () => User() + "/retention?days=300");
    }

    private static async Task<string> MeasureAsync(HttpClient http, string name, Func<string> path, int requests)
    {
        var took = new List<double>();
        for (var i = -requests / 10; i < requests; i++)
        {
            var asked = path();
            var clock = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(new Uri(asked, UriKind.Relative));
            var body = await response.Content.ReadAsStringAsync();
            var elapsed = Stopwatch.GetElapsedTime(clock);
            if (!response.IsSuccessStatusCode)
                throw new InvalidOperationException($"{asked}: {(int)response.StatusCode} {body[..Math.Min(body.Length, 500)]}");
            if (i >= 0)
                took.Add(elapsed.TotalMilliseconds);
        }
        took.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{name}_ms={Percentile(took, 0.5):F1}/{Percentile(took, 0.99):F1}");
    }

    private static double Percentile(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
