using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Kubernetes;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Http;

namespace TelegramParser.UnitTests.Kubernetes.Http;

/// <summary>A client and a server that plays a script, with a clock that the test moves.</summary>
public abstract class ScriptedServerTest : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    private readonly List<HttpKubernetesApi> _clients = [];

    private protected ManualTime Time { get; } = new();

    private protected ScriptedApiServer Server { get; private set; } = null!;

    private protected HttpKubernetesApi Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ScriptedApiServer.StartAsync();
        Api = Client(Server.Configuration);
    }

    public virtual async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Server.DisposeAsync();
    }

    private protected HttpKubernetesApi Client(ClientConfiguration configuration, ClientOptions? options = null)
    {
        var client = new HttpKubernetesApi(
            configuration, options ?? new ClientOptions { UserAgent = "tests/1.0" }, Time, new Random(1), NullLogger.Instance);
        _clients.Add(client);
        return client;
    }

    /// <summary>The lines of all requests so far.</summary>
    private protected string[] Lines => [.. Server.Requests.Select(request => request.Line)];

    /// <summary>Waits until the client sleeps: something waits for the clock that is no timeout of a request or watch.</summary>
    private protected Task SleepsAsync() =>
        SeeAsync(() => Time.Dues.Any(due => due < TimeSpan.FromSeconds(45)));

    /// <summary>Waits until the server has got so many requests.</summary>
    private protected Task AskedAsync(int requests) => SeeAsync(() => Server.Requests.Count == requests);

    private Task SeeAsync(Func<bool> condition) => Eventually.SeeAsync(
        () => Task.FromResult((IsSo: condition(), Asked: string.Join(", ", Lines), Waiting: string.Join(", ", Time.Dues))), state => state.IsSo);

    private protected static string Map(string name, string version, string value = "") => $$$"""
        {"kind":"ConfigMap","apiVersion":"v1","metadata":{"namespace":"ns","name":"{{{name}}}","resourceVersion":"{{{version}}}"},"data":{"v":"{{{value}}}"}}
        """;

    private protected static string Change(string type, string name, string version, string value = "") =>
        $$$"""{"type":"{{{type}}}","object":{{{Map(name, version, value)}}} }""";

    private protected static string Bookmark(string version) =>
        $$$"""{"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","creationTimestamp":null} } }""";

    private protected static string List(string version, string? next, params string[] items) => $$$"""
        {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', items)}}}]}
        """;
}
