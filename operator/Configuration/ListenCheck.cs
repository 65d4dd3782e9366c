using System.Net;
using System.Net.Sockets;

namespace TelegramParser.Operator.Configuration;

/// <summary>Tells in a sentence that an address cannot be listened on, which the start of a server tells by stack traces.</summary>
internal static class ListenCheck
{
    /// <summary>Listens there for a moment.</summary>
    /// <param name="endpoint">The address; with port 0 any will do.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UserErrorException">Another program listens there, or the address is not this machine's.</exception>
    public static void Demand(IPEndPoint endpoint, string option)
    {
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new UserErrorException(
                $"Cannot listen on {endpoint}: {e.Message.ToLowerInvariant()}. Choose another address with {option}, or stop the program that has this one.", e);
        }
    }
}
