namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>Hosts whose links open Telegram instead of a page. Telegraph's articles and Telegram's own site are pages.</summary>
internal static class TelegramHosts
{
    /// <summary>The host is one, or <c>name.t.me</c>.</summary>
    /// <param name="host">In the form of <see cref="Egress.HostName.Normalize"/>.</param>
    public static bool Contains(string host) =>
        host is "t.me" or "www.t.me" or "telegram.me" or "www.telegram.me" or "telegram.dog" or "www.telegram.dog" or "tx.me"
        || host.EndsWith(".t.me", StringComparison.Ordinal);
}
