using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace TelegramParser.Harness.Postgres;

/// <summary>A PgBouncer in transaction mode before every database of a cluster, reached through a Unix socket.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const int Port = 6432;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly string _folder = Path.Combine("/tmp", $"tgpb-{Guid.NewGuid():N}"[..14]);
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private PgBouncer(NpgsqlConnectionStringBuilder server, int poolSize)
    {
        ServiceAccount.CreateFolder(_folder);
        var configuration = Path.Combine(_folder, "pgbouncer.ini");
        File.WriteAllText(configuration,
            $"""
            [databases]
            * = host={server.Host} user={server.Username}
            [pgbouncer]
            pool_mode = transaction
            default_pool_size = {poolSize}
            max_client_conn = 900
            unix_socket_dir = {_folder}
            listen_port = {Port}
            auth_type = any
            """);
        _process = new Process
        {
            StartInfo = SupervisedCommand.Of("TERM", [Program(), configuration]),
            EnableRaisingEvents = true,
        };
    }

    /// <summary>Lines of its log; it names every client that comes and goes.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="cluster">The cluster behind it.</param>
    /// <param name="poolSize">Most connections to Postgres for a database.</param>
    public static async Task<PgBouncer> StartAsync(PostgresCluster cluster, int poolSize = 10)
    {
        var bouncer = new PgBouncer(new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres")), poolSize);
        bouncer._process.OutputDataReceived += (_, line) => bouncer.Record(line.Data);
        bouncer._process.ErrorDataReceived += (_, line) => bouncer.Record(line.Data);
        bouncer._process.Exited += (_, _) => bouncer._ready.TrySetException(new InvalidOperationException("PgBouncer ended."));
        bouncer._process.Start();
        bouncer._process.BeginOutputReadLine();
        bouncer._process.BeginErrorReadLine();
        try
        {
            await bouncer._ready.Task.WaitAsync(StartTimeout);
            return bouncer;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            await bouncer.DisposeAsync();
            throw new InvalidOperationException($"PgBouncer did not start:\n{string.Join('\n', bouncer._log)}", e);
        }
    }

    /// <summary>The same database as a connection string names, but through PgBouncer.</summary>
    public string ConnectionString(string direct) =>
        new NpgsqlConnectionStringBuilder(direct) { Host = _folder, Port = Port }.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Record(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        if (line.Contains("process up", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    // Debian puts it where only root's PATH looks.
    private static string Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("PgBouncer was not found. Install it (Debian: apt-get install pgbouncer).");
}
