using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TelegramParser.Harness.Postgres;

/// <summary>
/// Stands between a client and Postgres, passes everything on, and can stop a connection at a named moment: when a
/// statement has been sent and not arrived, or when it was carried out and the client does not know.
/// </summary>
public sealed class PostgresGate : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _upstream;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<GateConnection, Task> _connections = new();
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private GateStop? _armed;

    private PostgresGate(string connectionString, IPEndPoint listen)
    {
        _upstream = new NpgsqlConnectionStringBuilder(connectionString);
        _listener = new TcpListener(listen);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Opens a gate before a database.</summary>
    /// <param name="connectionString">The database, on a Unix socket.</param>
    /// <param name="listen">Where; on a free port of every address of this machine when null.</param>
    public static PostgresGate Open(string connectionString, IPEndPoint? listen = null) => new(connectionString, listen ?? new IPEndPoint(IPAddress.Any, 0));

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Connection string through the gate.</summary>
    /// <param name="host">An address of this machine, or a name that leads to one.</param>
    public string ConnectionString(string host = "127.0.0.1") => new NpgsqlConnectionStringBuilder(_upstream.ConnectionString)
    {
        Host = host,
        Port = Port,
        // The gate reads along.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>How much longer each request takes, as with a slow Postgres.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Stops a request before it reaches Postgres.</summary>
    /// <param name="sql">A part of one of its statements.</param>
    /// <param name="skip">How many such requests pass before.</param>
    public GateStop StopRequest(string sql, int skip = 0) => Arm(new GateStop(sql, skip, afterwards: false));

    /// <summary>Stops the answer to a request: Postgres has carried it out, and committed.</summary>
    /// <param name="sql">A part of one of its statements.</param>
    /// <param name="skip">How many such requests pass before.</param>
    public GateStop StopAnswer(string sql, int skip = 0) => Arm(new GateStop(sql, skip, afterwards: true));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections.Keys)
            connection.Dispose();
        await Task.WhenAll(_connections.Values);
        _closing.Dispose();
    }

    /// <summary>The stop that this request meets, if any.</summary>
    internal GateStop? StopFor(IEnumerable<string> statements)
    {
        lock (_lock)
        {
            if (_armed is null || !statements.Any(sql => sql.Contains(_armed.Sql, StringComparison.Ordinal)) || !_armed.IsTurn())
                return null;
            var stop = _armed;
            _armed = null;
            return stop;
        }
    }

    private GateStop Arm(GateStop stop)
    {
        lock (_lock)
        {
            if (_armed is not null)
                throw new InvalidOperationException($"The gate waits for '{_armed.Sql}' already.");
            return _armed = stop;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                var connection = new GateConnection(this, client, $"{_upstream.Host}/.s.PGSQL.{_upstream.Port}");
                _connections[connection] = RunAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The gate is closed.
        }
    }

    private async Task RunAsync(GateConnection connection)
    {
        await Task.Yield();
        await connection.RunAsync();
        _connections.TryRemove(connection, out _);
    }
}

/// <summary>A moment at which the gate stops one connection, until it is told how to go on.</summary>
public sealed class GateStop
{
    private readonly bool _afterwards;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _skip;

    internal GateStop(string sql, int skip, bool afterwards) => (Sql, _skip, _afterwards) = (sql, skip, afterwards);

    /// <summary>Ends when the moment has come.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(90));

    internal string Sql { get; }

    internal bool IsOfRequest => !_afterwards;

    /// <summary>Lets what is held pass.</summary>
    public void Release() => _goOn.TrySetResult(true);

    /// <summary>Throws what is held away, and closes the connection on both sides.</summary>
    public void Drop() => _goOn.TrySetResult(false);

    internal bool IsTurn() => _skip-- == 0;

    /// <summary>False when the connection is to be closed.</summary>
    internal Task<bool> HoldAsync()
    {
        _reached.TrySetResult();
        return _goOn.Task;
    }
}
