using System.Net;
using System.Net.Sockets;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// Resolves a host once, checks every address, and connects to the very addresses that were checked: a second answer of the
/// resolver can change nothing.
/// </summary>
/// <param name="guard">Decides.</param>
/// <param name="resolver">Finds addresses.</param>
/// <param name="connector">Connects.</param>
/// <param name="time">Clock of <paramref name="patience"/>.</param>
/// <param name="patience">How long one address may take, so that one that swallows everything leaves time for the next.</param>
internal sealed class GuardedDialer(
    AddressGuard guard, IHostResolver resolver, IEndPointConnector connector, TimeProvider time, TimeSpan patience)
{
    // As many as a browser would try before the person has gone.
    private const int MostAddresses = 4;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="EgressRefusedException">The guard refuses; nothing was connected.</exception>
    /// <exception cref="SocketException">The name has no address, or none of them answers.</exception>
    public async Task<Stream> DialAsync(string urlHost, int port, CancellationToken ct)
    {
        SocketException? failure = null;
        foreach (var endPoint in (await FindAsync(urlHost, port, ct)).Take(MostAddresses))
        {
            try
            {
                return await ConnectAsync(endPoint, ct);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        }
        throw failure ?? new SocketException((int)SocketError.NoData);
    }

    /// <summary>Checks a URL and all addresses of its host, and connects to none: for pages that somebody else is to open.</summary>
    /// <exception cref="EgressRefusedException">The guard refuses.</exception>
    /// <exception cref="SocketException">The name has no address.</exception>
    public async Task CheckAsync(Uri url, CancellationToken ct)
    {
        guard.Check(url);
        if ((await FindAsync(url.IdnHost, url.Port, ct)).Count == 0)
            throw new SocketException((int)SocketError.NoData);
    }

    private async Task<IReadOnlyList<PublicEndPoint>> FindAsync(string urlHost, int port, CancellationToken ct)
    {
        var host = HostName.Normalize(urlHost)
            ?? throw new EgressRefusedException(EgressRefusal.Host, "The URL's host is neither a name nor an address.");
        return guard.Check(host, port, await ResolveAsync(host, port, ct));
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address];
        // In a pod, a name without its last dot is tried with every search domain of the cluster first.
        return await resolver.ResolveAsync(guard.IsListed(host, port) ? host : $"{host}.", ct);
    }

    private async Task<Stream> ConnectAsync(PublicEndPoint endPoint, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await connector.ConnectAsync(endPoint, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }
}
