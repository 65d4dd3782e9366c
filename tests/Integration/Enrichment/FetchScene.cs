using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.IntegrationTests.Enrichment;

/// <summary>
/// A fetcher in a small internet of one server on the loopback address. Names are resolved as the test says, and every
/// connection that the guard lets through, to whatever address, arrives at that server: none there means that none was made.
/// </summary>
internal sealed class FetchScene : IAsyncDisposable
{
    /// <summary>The address of names that the test does not mention.</summary>
    public static readonly IPAddress Public = IPAddress.Parse("93.184.215.14");

    private FetchScene(
        Func<PageRequest, PageReply, Task> answer, FetcherOptions? options, TimeProvider? time, PrivateHosts? privateHosts, X509Certificate2? certificate)
    {
        Server = PageServer.Start(answer, certificate);
        Connector = new ServerConnector(Server);
        Fetcher = new PageFetcher(
            options ?? new FetcherOptions(), new AddressGuard(privateHosts ?? PrivateHosts.None), Resolver, Connector, time ?? TimeProvider.System);
    }

    public PageServer Server { get; }

    public ScriptedResolver Resolver { get; } = new();

    public ServerConnector Connector { get; }

    public PageFetcher Fetcher { get; }

    /// <summary>Starts one; without an answer, each request gets a small page.</summary>
    public static FetchScene Start(
        Func<PageRequest, PageReply, Task>? answer = null, FetcherOptions? options = null, TimeProvider? time = null,
        PrivateHosts? privateHosts = null, X509Certificate2? certificate = null) =>
        new(answer ?? ((_, reply) => reply.HtmlAsync("<p>secret</p>")), options, time, privateHosts, certificate);

    /// <summary>Fetches a URL.</summary>
    public Task<FetchOutcome> FetchAsync(string url, PageValidators? validators = null) =>
        Fetcher.FetchAsync(new FetchRequest(new Uri(url)) { Validators = validators }, CancellationToken.None);

    /// <summary>Fetches a URL that ends in a failure.</summary>
    public async Task<FetchOutcome.Failed> FailAsync(string url) => Assert.IsType<FetchOutcome.Failed>(await FetchAsync(url));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>A resolver that answers what a test says, one answer after another, the last one for ever.</summary>
internal sealed class ScriptedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IReadOnlyList<IPAddress>>> _answers = new(StringComparer.Ordinal);

    /// <summary>Names that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public void Answer(string name, params string[] addresses) =>
        _answers.GetOrAdd(name, _ => new()).Enqueue([.. addresses.Select(IPAddress.Parse)]);

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken ct)
    {
        Asked.Enqueue(name);
        if (!_answers.TryGetValue(name.TrimEnd('.'), out var answers))
            return Task.FromResult<IReadOnlyList<IPAddress>>([FetchScene.Public]);
        var answer = answers.Count > 1 && answers.TryDequeue(out var first) ? first : answers.First();
        return answer.Count > 0
            ? Task.FromResult(answer)
            : Task.FromException<IReadOnlyList<IPAddress>>(new SocketException((int)SocketError.HostNotFound));
    }
}

/// <summary>Brings every connection to one server.</summary>
internal sealed class ServerConnector(PageServer server) : IEndPointConnector
{
    /// <summary>Where connections were wanted.</summary>
    public ConcurrentQueue<string> Wanted { get; } = new();

    /// <summary>Addresses that answer nobody.</summary>
    public HashSet<string> Dead { get; } = [];

    /// <summary>What the next connection waits for.</summary>
    public Task? Hold { get; set; }

    public async Task<Stream> ConnectAsync(PublicEndPoint endPoint, CancellationToken ct)
    {
        Wanted.Enqueue(endPoint.ToString());
        if (Hold is { } hold)
        {
            Hold = null;
            await hold.WaitAsync(ct);
        }
        if (Dead.Contains(endPoint.Address.ToString()))
            throw new SocketException((int)SocketError.ConnectionRefused);
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, ct);
        return client.GetStream();
    }
}
