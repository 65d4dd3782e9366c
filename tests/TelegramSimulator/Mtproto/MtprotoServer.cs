using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>Listens for clients and runs their connections until it is disposed of.</summary>
internal sealed partial class MtprotoServer(
    IPEndPoint address, ServerKey key, AuthKeys keys, ProxySecrets secrets, ClientLog clients, Network network,
    TimeProvider time, MessageDispatcher messages, ILogger<MtprotoServer> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly TcpListener _listener = new(address);
    private Task _accepting = Task.CompletedTask;

    public ServerKey Key => key;

    public AuthKeys Keys => keys;

    public ProxySecrets Secrets => secrets;

    public ClientLog Clients => clients;

    public Network Network => network;

    public TimeProvider Time => time;

    public MessageDispatcher Messages => messages;

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Drops the open connections of a client, or of all; clients come back by themselves.</summary>
    public void DropConnections(string? client = null)
    {
        foreach (var connection in _connections.Keys)
        {
            if (client is null || string.Equals(connection.Client, client, StringComparison.Ordinal))
                connection.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        DropConnections();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var connection = new Connection(await _listener.AcceptTcpClientAsync(_stopping.Token), this);
                _connections[connection] = RunAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The server stops.
        }
    }

    private async Task RunAsync(Connection connection)
    {
        await Task.Yield();
        try
        {
            await connection.RunAsync(_stopping.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The client went away, or the server stops.
        }
        catch (Exception e)
        {
            Log.ConnectionRefused(logger, connection.Client, e.Message);
        }
        finally
        {
            connection.Dispose();
            clients.End(connection);
            _connections.TryRemove(connection, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Closed a connection of {Client}: {Reason}")]
        public static partial void ConnectionRefused(ILogger logger, string client, string reason);
    }
}
