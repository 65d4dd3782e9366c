using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TelegramParser.Harness.Secrets;

namespace TelegramParser.Harness.Postgres;

/// <summary>A running server. It ends with this process, however this process ends.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

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
        // SIGINT is a fast shutdown.
        var command = SupervisedCommand.Of(
            "INT",
            [Path.Combine(PostgresBinaries.Folder, "postgres"), "-D", dataFolder, .. settings.SelectMany(setting => new[] { "-c", setting })]);
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
        KnownSecrets.Verify("Postgres", _log);
    }

    /// <summary>Ends the server as a crash would.</summary>
    public async Task KillAsync()
    {
        var postmaster = Postmaster();
        // Its children hold the shared memory, without which there is no restart.
        foreach (var pid in ProcessStat.ChildrenOf(postmaster).Prepend(postmaster).ToList())
            await KillAsync(pid);
        await _process.WaitForExitAsync();
    }

    /// <summary>Time of the processor that the server has used, with its processes that have ended.</summary>
    public TimeSpan CpuTime()
    {
        var postmaster = Postmaster();
        return ProcessStat.ChildrenOf(postmaster).Aggregate(
            ProcessStat.CpuTimeOf(postmaster, withEndedChildren: true), (sum, pid) => sum + ProcessStat.CpuTimeOf(pid, withEndedChildren: false));
    }

    private int Postmaster() =>
        int.Parse(File.ReadLines(Path.Combine(_dataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

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
