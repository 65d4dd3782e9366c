using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace TelegramParser.Harness.Postgres;

/// <summary>
/// One connection through the gate. Knows of PostgreSQL's protocol 3.0 how messages are framed, which ones carry SQL, and
/// which ones end a request (https://www.postgresql.org/docs/15/protocol-message-formats.html).
/// </summary>
internal sealed class GateConnection(PostgresGate gate, TcpClient client, string socketPath) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Dictionary<string, string> _prepared = new(StringComparer.Ordinal);
    private volatile GateStop? _stopAnswer;

    /// <summary>Runs until one side closes.</summary>
    public async Task RunAsync()
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
            await using var down = client.GetStream();
            await using var up = new NetworkStream(_server);
            await Task.WhenAny(PassRequestsAsync(down, up), PassAnswersAsync(up, down));
        }
        catch (Exception e) when (IsClosed(e))
        {
            // Postgres is away: the client sees a closed connection, as it would without the gate.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    // A request is handed on as a whole: Postgres gets all of it or nothing.
    private async Task PassRequestsAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await to.WriteAsync(await ReadAsync(from, typed: false));
            var request = new List<byte[]>();
            while (true)
            {
                var message = await ReadAsync(from, typed: true);
                request.Add(message);
                if ((char)message[0] is 'P' or 'B' or 'D' or 'E' or 'C')
                    continue;
                var stop = gate.StopFor(Executed(request));
                if (stop is { IsOfRequest: true } && !await stop.HoldAsync())
                    return;
                if (stop is { IsOfRequest: false })
                    _stopAnswer = stop;
                if (gate.Delay > TimeSpan.Zero)
                    await Task.Delay(gate.Delay);
                await to.WriteAsync(request.SelectMany(part => part).ToArray());
                request.Clear();
            }
        }
        catch (Exception e) when (IsClosed(e))
        {
            // One side has closed.
        }
    }

    private async Task PassAnswersAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            var held = new MemoryStream();
            while (true)
            {
                var message = await ReadAsync(from, typed: true);
                held.Write(message);
                if (_stopAnswer is { } stop)
                {
                    if ((char)message[0] is not 'Z')
                        continue;
                    // ReadyForQuery tells whether a transaction is open: only then was nothing committed yet.
                    const byte noTransaction = (byte)'I';
                    if (message[5] == noTransaction)
                    {
                        _stopAnswer = null;
                        if (!await stop.HoldAsync())
                            return;
                    }
                }
                await to.WriteAsync(held.ToArray());
                held.SetLength(0);
            }
        }
        catch (Exception e) when (IsClosed(e))
        {
            // One side has closed.
        }
    }

    private List<string> Executed(List<byte[]> request)
    {
        var executed = new List<string>();
        foreach (var message in request)
        {
            switch ((char)message[0])
            {
                case 'Q':
                    executed.Add(Text(message, 5).Value);
                    break;
                case 'P':
                    var (name, end) = Text(message, 5);
                    _prepared[name] = Text(message, end).Value;
                    break;
                case 'B':
                    // A statement may have been prepared by an earlier request.
                    var portal = Text(message, 5);
                    executed.Add(_prepared.GetValueOrDefault(Text(message, portal.End).Value, ""));
                    break;
            }
        }
        return executed;
    }

    private static (string Value, int End) Text(byte[] message, int start)
    {
        var end = Array.IndexOf(message, (byte)0, start);
        return (Encoding.UTF8.GetString(message, start, end - start), end + 1);
    }

    // A message is its type, but for the first one, and its length, which counts itself.
    private static async Task<byte[]> ReadAsync(NetworkStream stream, bool typed)
    {
        var header = new byte[typed ? 5 : 4];
        await stream.ReadExactlyAsync(header);
        var message = new byte[header.Length + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(^4)) - 4];
        header.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(header.Length));
        return message;
    }

    private static bool IsClosed(Exception e) => e is IOException or SocketException or ObjectDisposedException;
}
