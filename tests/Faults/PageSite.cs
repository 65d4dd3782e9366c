using System.Collections.Concurrent;
using System.Globalization;
using TelegramParser.Harness.Pages;

namespace TelegramParser.FaultTests;

/// <summary>Pages on several hosts, each a port of the loopback address, that counts who is asked for what.</summary>
internal sealed class PageSite : IAsyncDisposable
{
    private readonly List<PageServer> _servers;
    private readonly ConcurrentDictionary<int, int> _requests = new();

    /// <summary>Starts the hosts.</summary>
    /// <param name="hosts">How many.</param>
    /// <param name="answer">Answers for a page, by its number.</param>
    public PageSite(int hosts, Func<int, PageReply, Task> answer) =>
        _servers = [.. Enumerable.Range(0, hosts).Select(_ => PageServer.Start((request, reply) => AnswerAsync(request, reply, answer)))];

    /// <summary>What an administrator lists for the workers to read them.</summary>
    public string PrivateHosts => string.Join(',', _servers.Select(server => $"127.0.0.1:{server.Port}"));

    /// <summary>How many times each page was asked for.</summary>
    public IReadOnlyDictionary<int, int> Requests => _requests;

    /// <summary>The address of a page.</summary>
    public string UrlOf(int page) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_servers[page % _servers.Count].Port}/page/{page}");

    /// <summary>An article about a page's number.</summary>
    public static string Article(int page) =>
        $"<html><head><title>Page {page}</title></head><body><article><h1>Page {page}</h1>{string.Concat(Enumerable.Repeat($"<p>The ferry number {page} left the harbour in the morning and was back before the fog came in from the sea.</p>", 8))}</article></body></html>";

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private async Task AnswerAsync(PageRequest request, PageReply reply, Func<int, PageReply, Task> answer)
    {
        if (!request.Target.StartsWith("/page/", StringComparison.Ordinal))
        {
            await reply.AnswerAsync("404 Not Found", []);
            return;
        }
        var page = int.Parse(request.Target["/page/".Length..], CultureInfo.InvariantCulture);
        _requests.AddOrUpdate(page, 1, (_, times) => times + 1);
        await answer(page, reply);
    }
}
