using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TelegramParser.Harness.Pages;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Links;
using TelegramParser.Worker.Enrichment.Providers;
using TelegramParser.Worker.Enrichment.Turns;

namespace TelegramParser.IntegrationTests.Enrichment;

/// <summary>The queue in Postgres, and a runner of its turns in a small internet of one server that stands for every host.</summary>
internal sealed class TurnScene : IAsyncDisposable
{
    private readonly FetchScene _web;
    private readonly PageQueueStore _queue;
    private long _posts;

    private TurnScene(NpgsqlDataSource database, LeaseToken token, FetchScene web, TimeProvider time, IPageProvider? provider)
    {
        (Database, Token, _web) = (database, token, web);
        _queue = new PageQueueStore(database);
        Runner = new TurnRunner(
            Rules, web.Fetcher, [provider ?? new BuiltinProvider(web.Fetcher)], new LinkNormalizer(PrivateHosts.None), () => 0, time, NullLogger<TurnRunner>.Instance);
    }

    /// <summary>How hosts are asked.</summary>
    public static TurnRules Rules { get; } = new() { RobotsToken = "tester" };

    public NpgsqlDataSource Database { get; }

    public TurnRunner Runner { get; }

    public LeaseToken Token { get; }

    /// <summary>Every request, in order: host, path.</summary>
    public IEnumerable<string> Asked => _web.Server.Requests.Select(request => request.Headers["Host"] + request.Target);

    public ScriptedResolver Resolver => _web.Resolver;

    public static async Task<TurnScene> StartAsync(
        PostgresFixture postgres, Func<PageRequest, PageReply, Task> answer, TimeProvider? time = null, IPageProvider? provider = null)
    {
        var database = await postgres.OpenFreshDatabaseAsync();
        return new TurnScene(database, await database.StartReadingAsync(), FetchScene.Start(answer), time ?? TimeProvider.System, provider);
    }

    /// <summary>Stores a post with links, and follows them.</summary>
    public Task QueueAsync(params string[] urls) => Database.QueueAsync(Token, StoredPages.Linking(++_posts, urls));

    /// <summary>Uses turns without pauses until no page is due now.</summary>
    /// <returns>The pauses that there should have been.</returns>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync()
    {
        var pauses = new List<TimeSpan>();
        while (await _queue.TakeTurnAsync(1, StoredPages.Long, CancellationToken.None) is { } turn)
        {
            var result = await Runner.RunAsync(turn, CancellationToken.None);
            Assert.True(await Database.EndAsync(turn, result.Outcome));
            pauses.Add(result.Pause);
        }
        return pauses;
    }

    /// <summary>Columns of all pages, in the order of their URLs.</summary>
    public Task<string> PagesAsync(string columns = "state, reason") =>
        Database.ScalarAsync<string>($"SELECT string_agg(concat_ws(' ', {columns}), ', ' ORDER BY url) FROM pages");

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await Database.DisposeAsync();
    }
}
