using TelegramParser.Worker.Egress;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>What takes turns: a host, with its port when an administrator has listed another than the web's.</summary>
internal static class HostKey
{
    /// <summary>The host of a normalised URL.</summary>
    public static string Of(Uri url) => AddressGuard.Ports.Contains(url.Port) ? url.IdnHost : $"{url.IdnHost}:{url.Port}";
}
