using System.Globalization;
using TelegramParser.Harness.Pages;
using TelegramParser.TelegramSimulator.Data;

namespace TelegramParser.Demo;

/// <summary>The sites that the simulated channels link to, each on a port of this machine.</summary>
internal sealed class DemoSites : IAsyncDisposable
{
    private readonly Dictionary<string, PageServer> _servers = DemoWorld.Sites.ToDictionary(
        site => site, site => PageServer.Start((request, reply) => AnswerAsync(site, request, reply)), StringComparer.Ordinal);

    /// <summary>What workers must be allowed to read them.</summary>
    public string PrivateHosts => string.Join(',', _servers.Values.Select(server => $"127.0.0.1:{server.Port}"));

    /// <summary>Where a site is.</summary>
    public Uri AddressOf(string site) => new($"http://127.0.0.1:{_servers[site].Port}/");

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
    }

    private static Task AnswerAsync(string site, PageRequest request, PageReply reply) =>
        int.TryParse(request.Target.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? reply.HtmlAsync(DemoWorld.Page(site, number))
            : reply.AnswerAsync("404 Not Found", []);
}
