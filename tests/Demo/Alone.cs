using System.Net;
using System.Net.Sockets;

namespace TelegramParser.Demo;

/// <summary>Sees to it that what a run is going to use is nobody else's, before it touches anything of it.</summary>
internal static class Alone
{
    /// <summary>Keeps other runs out until it is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another run has the folder, or another program the port.</exception>
    public static IDisposable With(string data, int port)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);
        FileStream held;
        try
        {
            // Beside the folder and not in it: the folder is made anew.
            held = new FileStream(data + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"Another make run is using {Path.GetRelativePath(Environment.CurrentDirectory, data)}. Stop it there with Ctrl-C first.", e);
        }
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return held;
        }
        catch (SocketException e)
        {
            held.Dispose();
            throw new InvalidOperationException(
                $"Port {port} of 127.0.0.1 cannot be had ({e.Message}). Take another one: make run PORT={(port < 65000 ? port + 10 : 8020)}", e);
        }
    }
}
