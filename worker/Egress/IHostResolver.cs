using System.Net;

namespace TelegramParser.Worker.Egress;

/// <summary>Finds the addresses of a name.</summary>
internal interface IHostResolver
{
    /// <summary>All addresses of a name.</summary>
    /// <param name="name">The name; with a dot at its end when search domains are not to be tried.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There is none, or nobody knows now.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken ct);
}

/// <summary>The machine's resolver.</summary>
internal sealed class SystemResolver : IHostResolver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken ct) =>
        await Dns.GetHostAddressesAsync(name, ct);
}
