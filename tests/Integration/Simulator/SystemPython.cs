using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>A script under Debian's Python, which has Debian's Telethon, that answers in lines of JSON.</summary>
internal sealed class SystemPython : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private SystemPython(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

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

    public async Task<JsonObject> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
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
