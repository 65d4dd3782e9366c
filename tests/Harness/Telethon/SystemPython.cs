using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TelegramParser.Harness.Telethon;

/// <summary>A script under Debian's Python, which has Debian's Telethon, that answers in lines of JSON.</summary>
public sealed class SystemPython : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private SystemPython(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Id of the process.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts a script.</summary>
    public static SystemPython Start(string script, params string[] arguments)
    {
        const string python = "/usr/bin/python3";
        if (!Directory.Exists("/usr/lib/python3/dist-packages/telethon"))
            throw new InvalidOperationException("Telethon is missing. Install it: apt-get install python3-telethon");
        return new SystemPython(Process.Start(new ProcessStartInfo(python, [script, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>Runs a script to its end.</summary>
    public static async Task RunAsync(string script, params string[] arguments)
    {
        await using var python = Start(script, arguments);
        await python._process.WaitForExitAsync().WaitAsync(Patience);
        if (python._process.ExitCode != 0)
            throw new InvalidOperationException(await python._errors);
    }

    /// <summary>Writes a line to its input.</summary>
    public async Task WriteAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for its next line.</summary>
    public async Task<JsonObject> ReadAsync(TimeSpan? within = null)
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(within ?? Patience);
        return line is null ? throw new InvalidOperationException(await _errors) : JsonNode.Parse(line)!.AsObject();
    }

    /// <summary>Ends the script's input, by which it knows that it is done.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
