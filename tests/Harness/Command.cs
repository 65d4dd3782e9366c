using System.ComponentModel;
using System.Diagnostics;

namespace TelegramParser.Harness;

/// <summary>Runs a program to its end.</summary>
public static class Command
{
    /// <summary>Runs it and returns what it wrote to standard output.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Arguments.</param>
    /// <param name="input">What it reads from standard input; nothing when null.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="CommandException">It cannot be started, or it failed; the message holds what it said.</exception>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellation = default)
    {
        using var process = Start(program, [.. arguments], environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? await output
                : throw new CommandException(
                    $"'{program} {string.Join(' ', process.StartInfo.ArgumentList)}' ended with {process.ExitCode}: {await errors}{await output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandException($"{program} cannot be run: {e.Message}", e);
        }
    }

    private static async Task WriteAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says why.
        }
    }
}

/// <summary>A program failed.</summary>
public sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
