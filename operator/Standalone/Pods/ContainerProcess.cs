using System.ComponentModel;
using System.Diagnostics;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>A container as a plain process.</summary>
internal sealed class ContainerProcess : IDisposable
{
    private readonly Process _process;

    private ContainerProcess(Process process) => _process = process;

    /// <summary>Its number and start.</summary>
    public required ProcessIdentity Identity { get; init; }

    /// <summary>Starts a program.</summary>
    /// <param name="program">An executable, or a .NET assembly (<c>.dll</c>).</param>
    /// <param name="environment">All its variables.</param>
    /// <param name="output">Takes each line that it writes to standard output or error.</param>
    /// <exception cref="PodException">It cannot be started.</exception>
    public static ContainerProcess Start(
        string program, IReadOnlyDictionary<string, string> environment, Action<string> output)
    {
        var start = new ProcessStartInfo
        {
            FileName = IsAssembly(program) ? "dotnet" : program,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (IsAssembly(program))
            start.ArgumentList.Add(program);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Relay(line.Data);
        process.ErrorDataReceived += (_, line) => Relay(line.Data);
        try
        {
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new ContainerProcess(process) { Identity = ProcessIdentity.Of(process) };
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            process.Dispose();
            throw new PodException($"'{program}' cannot be started: {e.Message}", e);
        }

        void Relay(string? line)
        {
            if (line is not null)
                output(line);
        }
    }

    /// <summary>Waits for its end, of itself or after SIGTERM and, if need be, SIGKILL once this is cancelled.</summary>
    /// <param name="grace">Time between SIGTERM and SIGKILL.</param>
    /// <param name="stop">Asks for the end.</param>
    /// <returns>Exit code; 128 + n after signal n.</returns>
    public async Task<int> WaitForEndAsync(TimeSpan grace, CancellationToken stop)
    {
        try
        {
            await _process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await Identity.EndAsync(grace);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        return _process.ExitCode;
    }

    public void Dispose() => _process.Dispose();

    private static bool IsAssembly(string program) => program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
}
