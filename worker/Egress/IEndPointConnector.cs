using System.Net.Sockets;

namespace TelegramParser.Worker.Egress;

/// <summary>Opens connections to endpoints that were checked.</summary>
internal interface IEndPointConnector
{
    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    Task<Stream> ConnectAsync(PublicEndPoint endPoint, CancellationToken ct);
}

/// <summary>Connects by TCP.</summary>
internal sealed class TcpConnector : IEndPointConnector
{
    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync(PublicEndPoint endPoint, CancellationToken ct)
    {
        var socket = new Socket(endPoint.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint.Address, endPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
