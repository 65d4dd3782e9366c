using System.Diagnostics;

namespace TelegramParser.Harness.Prometheus;

/// <summary>Prometheus's own checker, of Debian's package.</summary>
public static class Promtool
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="input">What it reads from its input.</param>
    /// <returns>Its exit code, and all that it said.</returns>
    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public static async Task<(int ExitCode, string Said)> RunAsync(IEnumerable<string> arguments, string input = "")
    {
        using var process = Start(new ProcessStartInfo("promtool", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a program of the package.</summary>
    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new FileNotFoundException($"{start.FileName} is not there. Run tests/tools/install.sh test", start.FileName, e);
        }
    }
}
