using System.Net;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// Keeps requests that others cause (links in posts, redirects, addresses of webhooks) away from everything that is not on the
/// public internet. It stands between resolving a name and connecting, see <see cref="GuardedDialer"/>.
/// </summary>
/// <param name="privateHosts">Exceptions, by an administrator.</param>
internal sealed class AddressGuard(PrivateHosts privateHosts)
{
    /// <summary>TCP ports of the web.</summary>
    public static IReadOnlyList<int> Ports { get; } = [80, 443];

    /// <summary>Checks what can be checked of a URL before its name is resolved: scheme, user information, port, host.</summary>
    /// <exception cref="EgressRefusedException">It must not be asked for.</exception>
    public void Check(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            throw new EgressRefusedException(EgressRefusal.Scheme, $"Only http and https are read, not {url.Scheme}.");
        if (url.UserInfo.Length > 0)
            throw new EgressRefusedException(EgressRefusal.UserInfo, "The URL holds a user name or password.");
        if (HostName.Normalize(url.IdnHost) is not { } host)
            throw new EgressRefusedException(EgressRefusal.Host, "The URL's host is neither a name nor an address.");
        CheckPort(host, url.Port);
        if (IPAddress.TryParse(host, out var address))
            Check(host, url.Port, [address]);
        else if (!host.Contains('.', StringComparison.Ordinal) && !IsListed(host, url.Port))
            throw new EgressRefusedException(EgressRefusal.Address, "A name without a dot is no public host.");
    }

    /// <summary>
    /// Checks all addresses of a host. One that is not public refuses them all: a public site has no private address, and a name
    /// that mixes both is an attack or an error.
    /// </summary>
    /// <param name="host">In the form of <see cref="HostName.Normalize"/>.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="answer">What the resolver has answered, or the address that the host is.</param>
    /// <exception cref="EgressRefusedException">Port or address must not be connected to.</exception>
    public IReadOnlyList<PublicEndPoint> Check(string host, int port, IReadOnlyList<IPAddress> answer)
    {
        CheckPort(host, port);
        var listed = IsListed(host, port);
        return [.. answer.Select(address => PublicEndPoint.Check(address, port, listed)
            ?? throw new EgressRefusedException(EgressRefusal.Address, "The host has an address that is not on the public internet."))];
    }

    /// <summary>An administrator has listed the host for that port.</summary>
    public bool IsListed(string host, int port) => privateHosts.Contains(host, port);

    private void CheckPort(string host, int port)
    {
        if (!Ports.Contains(port) && !IsListed(host, port))
            throw new EgressRefusedException(EgressRefusal.Port, $"Only ports 80 and 443 are asked, not {port}.");
    }
}
