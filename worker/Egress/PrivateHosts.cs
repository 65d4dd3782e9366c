using System.Collections.Frozen;
using System.Globalization;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// The hosts on private addresses that an administrator lets workers speak to, by exact name: an intranet's pages, a receiver of
/// webhooks in the cluster. It is the only exception from <see cref="AddressGuard"/>, and there are no wildcards or ranges in it.
/// </summary>
/// <remarks>
/// Text form: entries with commas between, each <c>host</c> (ports 80 and 443) or <c>host:port</c> (that port alone), IPv6
/// addresses in brackets: <c>wiki.office.example, pages.demo.svc.cluster.local:8080, [fd12::5]:443</c>. A listed host may have
/// a private address; link-local addresses, metadata services and whatever else is <see cref="AddressReach.Forbidden"/> stay
/// closed to it, too. Whoever can post a link to a listed host can make workers read it.
/// </remarks>
internal sealed class PrivateHosts
{
    private readonly FrozenSet<(string Host, int Port)> _entries;

    private PrivateHosts(IEnumerable<(string Host, int Port)> entries) => _entries = entries.ToFrozenSet();

    /// <summary>No host.</summary>
    public static PrivateHosts None { get; } = new([]);

    /// <summary>Reads a list.</summary>
    /// <exception cref="FormatException">An entry is no host, or host and port; the message names it.</exception>
    public static PrivateHosts Parse(string list) =>
        new(list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(ParseEntry));

    /// <summary>The host is listed for that port.</summary>
    /// <param name="host">In the form of <see cref="HostName.Normalize"/>.</param>
    /// <param name="port">TCP port.</param>
    public bool Contains(string host, int port) => _entries.Contains((host, port));

    private static IEnumerable<(string Host, int Port)> ParseEntry(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var hasPort = colon > 0 && entry[^1] != ']' && (entry[0] == '[' || entry.IndexOf(':', StringComparison.Ordinal) == colon);
        if (HostName.Normalize(hasPort ? entry[..colon] : entry) is not { } host)
            throw new FormatException($"'{entry}' is not an exact host, such as wiki.office.example, or host and port, such as 10.0.0.7:8080.");
        if (!hasPort)
            return AddressGuard.Ports.Select(port => (host, port));
        return int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? [(host, port)]
            : throw new FormatException($"'{entry}' does not end in a port from 1 to 65535.");
    }
}
