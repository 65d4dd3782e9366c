using System.Net;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// An address that was checked, with a port. There is no other way to one than through the check, and connectors take nothing
/// else: what was not checked cannot be connected to.
/// </summary>
internal sealed class PublicEndPoint
{
    private PublicEndPoint(IPAddress address, int port)
    {
        Address = address;
        Port = port;
    }

    /// <summary>The address.</summary>
    public IPAddress Address { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The endpoint, when its address is public; null else.</summary>
    /// <param name="address">An address from a resolver or a URL.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="listed">An administrator has listed the host (<see cref="PrivateHosts"/>): private addresses will do, too.</param>
    public static PublicEndPoint? Check(IPAddress address, int port, bool listed) =>
        AddressRanges.ReachOf(address) >= (listed ? AddressReach.Private : AddressReach.Public)
            ? new PublicEndPoint(address, port)
            : null;

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
