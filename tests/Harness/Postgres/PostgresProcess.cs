using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace TelegramParser.Harness.Postgres;

/// <summary>A running server. It ends with this process, however this process ends.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // Postgres runs in a session of its own, so that Ctrl-C in a terminal reaches us first. The shell stops it (SIGINT, a
    // fast shutdown) when our end of the pipe closes.
    private const string Supervisor =
        """
        exec 3<&0
        "$@" 3<&- & server=$!
        (read -r _ <&3; kill -INT "$server" 2>/dev/null) & watcher=$!
        wait "$server"; status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    private readonly Process _process;
    private readonly string _dataFolder;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresProcess(Process process, string dataFolder)
    {
        _process = process;
        _dataFolder = dataFolder;
    }

    /// <summary>Lines of the server's log since its start.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts the server and waits until it accepts connections.</summary>
    public static async Task<PostgresProcess> StartAsync(
        string dataFolder, IEnumerable<string> settings, CancellationToken cancellation)
    {
        var command = ServiceAccount.Command(
            ["setsid", "--wait", "sh", "-c", Supervisor, "postgres", Path.Combine(PostgresBinaries.Folder, "postgres"), "-D", dataFolder,
             .. settings.SelectMany(setting => new[] { "-c", setting })]);
        var server = new PostgresProcess(new Process { StartInfo = command, EnableRaisingEvents = true }, dataFolder);
        await server.RunAsync(cancellation);
        return server;
    }

    /// <summary>Stops the server: open transactions are rolled back, what is committed is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Ends the server as a crash would.</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(_dataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        // Its children hold the shared memory, without which there is no restart.
        var children = Directory.GetDirectories("/proc").Select(path => Path.GetFileName(path))
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .Where(pid => ParentOf(pid) == postmaster)
            .ToList();
        foreach (var pid in children.Prepend(postmaster))
            await KillAsync(pid);
        await _process.WaitForExitAsync();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        _process.OutputDataReceived += (_, line) => Record(line.Data);
        _process.ErrorDataReceived += (_, line) => Record(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("Postgres ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _ready.Task.WaitAsync(StartTimeout, cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"Postgres did not start:\n{string.Join('\n', _log.TakeLast(20))}", e);
        }
    }

    private void Record(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private static int? ParentOf(int pid)
    {
        try
        {
            // Fields after the command's name, which is in parentheses: state, parent, …
            var status = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task KillAsync(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            await process.WaitForExitAsync();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
