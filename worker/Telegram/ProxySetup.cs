using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram;

/// <summary>Makes TDLib's list of proxies, which it keeps in the session folder, hold what the settings say.</summary>
internal static class ProxySetup
{
    /// <summary>Connects through a proxy, or without one when null, and forgets all others.</summary>
    internal static async Task ApplyAsync(TelegramClient client, Proxy? proxy, CancellationToken ct)
    {
        int? current = null;
        if (proxy is null)
            await client.SendAsync(new DisableProxy(), ct);
        else
            current = (await client.SendAsync(new AddProxy(proxy, Enable: true), ct)).Id;
        var known = await client.SendAsync(new GetProxies(), ct);
        foreach (var stale in known.Proxies.Where(added => added.Id != current))
            await client.SendAsync(new RemoveProxy(stale.Id), ct);
    }
}
