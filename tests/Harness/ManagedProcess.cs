using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;

namespace TelegramParser.Harness;

/// <summary>A .NET program of this repository in a process of its own: its lines are kept, its end is orderly.</summary>
public sealed class ManagedProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _disposed;

    private ManagedProcess(Process process) => _process = process;

    /// <summary>Everything printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether it has ended, and with what code.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>The last lines, for a message about what went wrong.</summary>
    public string Tail => string.Join('\n', _lines.TakeLast(60));

    /// <summary>Starts a program.</summary>
    /// <param name="program">Path of its assembly.</param>
    /// <param name="arguments">Arguments.</param>
    /// <param name="environment">Variables to set, or with null to remove.</param>
    /// <param name="output">Receives every line.</param>
    /// <param name="launcher">A command that becomes the program, such as <c>ip netns exec NAME</c>.</param>
    public static ManagedProcess Start(
        string program, IEnumerable<string> arguments, Dictionary<string, string?> environment, Action<string>? output = null,
        IEnumerable<string>? launcher = null)
    {
        string[] command = [.. launcher ?? [], "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
            KnownSecrets.AddVariable(name, value ?? "");
        }
        var managed = new ManagedProcess(new Process { StartInfo = start });
        void Read(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not { } line)
                return;
            managed._lines.Enqueue(line);
            output?.Invoke(line);
        }
        managed._process.OutputDataReceived += Read;
        managed._process.ErrorDataReceived += Read;
        managed._process.Start();
        managed._process.BeginOutputReadLine();
        managed._process.BeginErrorReadLine();
        return managed;
    }

    /// <summary>Waits for a line.</summary>
    /// <exception cref="InvalidOperationException">The program ended before it printed one that fits.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> fits, TimeSpan? within = null)
    {
        string? found = null;
        await Eventually.SeeAsync(async () =>
        {
            var hasEnded = _process.HasExited;
            // Its last lines may still be on their way when it has ended.
            if (hasEnded)
                await _process.WaitForExitAsync();
            found = _lines.FirstOrDefault(fits);
            return found is not null || (hasEnded
                ? throw new InvalidOperationException($"The program ended with code {ExitCode}:\n{Tail}")
                : false);
        }, within);
        return found!;
    }

    /// <summary>Ends it like a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Stops it where it stands (SIGSTOP), as a frozen node does.</summary>
    public void Freeze() => Signal(SigStop);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Thaw() => Signal(SigCont);

    /// <summary>Asks it to end, as Kubernetes and Ctrl-C do, and waits for it.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        Signal(SigTerm);
        using var limit = new CancellationTokenSource(StopTime);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program did not end within {StopTime.TotalSeconds} s of SIGTERM:\n{Tail}", e);
        }
    }

    /// <summary>Ends it, and searches what it has printed for secrets.</summary>
    /// <exception cref="InvalidOperationException">It has printed one.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await StopAsync();
        _process.Dispose();
        KnownSecrets.Verify(string.Join(' ', _process.StartInfo.ArgumentList.Take(2)), _lines);
    }

    private void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0 && !_process.HasExited)
            throw new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
