using System.Net;
using System.Net.Sockets;

namespace TelegramParser.Harness.Network;

/// <summary>Ports of the loopback address for programs that must be told theirs.</summary>
public static class FreePort
{
    /// <summary>One that nobody listens on now.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
