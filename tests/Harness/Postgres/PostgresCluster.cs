using System.Diagnostics;
using Npgsql;
using TelegramParser.Storage;

namespace TelegramParser.Harness.Postgres;

/// <summary>
/// A private Postgres server, reached through a Unix socket (and loopback, when asked for). Nothing of it is shared with
/// a server that the machine may run.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const string Template = "migrated";

    private readonly PostgresClusterOptions _options;
    // A socket's path may be no longer than 107 bytes, so it is never below the data folder.
    private readonly string _folder = Path.Combine("/tmp", $"tgpg-{Guid.NewGuid():N}"[..14]);
    private readonly string _dataFolder;
    private readonly SemaphoreSlim _templating = new(1, 1);
    private bool _templateExists;
    private PostgresProcess? _process;
    private int _databases;

    private PostgresCluster(PostgresClusterOptions options)
    {
        _options = options;
        _dataFolder = options.DataFolder is null ? Path.Combine(_folder, "data") : Path.GetFullPath(options.DataFolder);
    }

    /// <summary>Lines of the server's log since it was last started.</summary>
    public IReadOnlyCollection<string> Log => _process?.Log ?? [];

    /// <summary>Time of the processor that the server has used since its start.</summary>
    public TimeSpan CpuTime => _process?.CpuTime() ?? TimeSpan.Zero;

    /// <summary>Makes the cluster, unless its data folder holds one, and starts it.</summary>
    public static async Task<PostgresCluster> StartAsync(
        PostgresClusterOptions? options = null, CancellationToken cancellation = default)
    {
        var cluster = new PostgresCluster(options ?? new PostgresClusterOptions());
        ServiceAccount.CreateFolder(cluster._folder);
        ServiceAccount.CreateFolder(cluster._dataFolder);
        if (!File.Exists(Path.Combine(cluster._dataFolder, "PG_VERSION")))
            await cluster.InitializeAsync(cancellation);
        await cluster.StartAsync(cancellation);
        return cluster;
    }

    /// <summary>Connection string of a database, in Npgsql's form, over the Unix socket.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _folder,
        Username = Superuser,
        Database = database,
    }.ConnectionString;

    /// <summary>The same over 127.0.0.1; only with <see cref="PostgresClusterOptions.TcpPort"/>.</summary>
    public string TcpConnectionString(string database) => new NpgsqlConnectionStringBuilder(ConnectionString(database))
    {
        Host = "127.0.0.1",
        Port = _options.TcpPort ?? throw new InvalidOperationException("The cluster listens on no TCP port."),
    }.ConnectionString;

    /// <summary>A new database with all migrations applied.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellation = default)
    {
        await EnsureTemplateAsync(cancellation);
        return await CreateAsync(NextName(), Template, cancellation);
    }

    /// <summary>A new database without any table.</summary>
    /// <returns>Its connection string.</returns>
    public Task<string> CreateEmptyDatabaseAsync(CancellationToken cancellation = default) =>
        CreateAsync(NextName(), "template0", cancellation);

    /// <summary>A database that stays: made when the cluster does not have it, without any table.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellation = default)
    {
        await using var maintenance = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = maintenance.CreateCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        var exists = (bool)(await command.ExecuteScalarAsync(cancellation))!;
        return exists ? ConnectionString(name) : await CreateAsync(name, "template0", cancellation);
    }

    /// <summary>Stops the server in order; <see cref="RestartAsync"/> starts it again.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends the server as a crash would; <see cref="RestartAsync"/> starts it again.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.KillAsync();
        await StopAsync();
    }

    /// <summary>Stops the server if it runs, and starts it.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        await StartAsync(cancellation);
    }

    /// <summary>Stops the server and removes what is temporary.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
        _templating.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation) =>
        _process = await PostgresProcess.StartAsync(_dataFolder, Settings(), cancellation);

    private IEnumerable<string> Settings()
    {
        yield return $"unix_socket_directories={_folder}";
        yield return _options.TcpPort is null ? "listen_addresses=" : "listen_addresses=127.0.0.1";
        if (_options.TcpPort is { } port)
            yield return $"port={port}";
        yield return "max_connections=200";
        yield return "shared_buffers=64MB";
        yield return "log_destination=stderr";
        if (_options.Durable)
            yield break;
        yield return "fsync=off";
        yield return "synchronous_commit=off";
        yield return "full_page_writes=off";
    }

    private async Task InitializeAsync(CancellationToken cancellation)
    {
        using var initdb = Process.Start(ServiceAccount.Command(
            Path.Combine(PostgresBinaries.Folder, "initdb"), "-D", _dataFolder, "--username", Superuser, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"))!;
        var output = initdb.StandardOutput.ReadToEndAsync(cancellation);
        var errors = initdb.StandardError.ReadToEndAsync(cancellation);
        await initdb.WaitForExitAsync(cancellation);
        if (initdb.ExitCode != 0)
            throw new InvalidOperationException($"initdb could not make a cluster in {_dataFolder}:\n{await output}{await errors}");
        if (_options.Passwords)
        {
            await File.WriteAllTextAsync(
                Path.Combine(_dataFolder, "pg_hba.conf"), $"local all {Superuser} trust\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n",
                cancellation);
        }
    }

    private async Task EnsureTemplateAsync(CancellationToken cancellation)
    {
        await _templating.WaitAsync(cancellation);
        try
        {
            if (_templateExists)
                return;
            var connectionString = await CreateAsync(Template, "template0", cancellation);
            // A template must have no connection, so this one keeps none.
            await using (var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false"))
                await new Migrator(database).MigrateAsync(cancellation);
            _templateExists = true;
        }
        finally
        {
            _templating.Release();
        }
    }

    private async Task<string> CreateAsync(string name, string template, CancellationToken cancellation)
    {
        await using var maintenance = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var create = maintenance.CreateCommand($"""CREATE DATABASE "{name}" TEMPLATE {template}""");
        await create.ExecuteNonQueryAsync(cancellation);
        return ConnectionString(name);
    }

    private string NextName() => $"db_{Interlocked.Increment(ref _databases)}";
}
