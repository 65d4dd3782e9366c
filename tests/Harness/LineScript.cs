using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TelegramParser.Harness;

/// <summary>A program of another language that answers in lines of JSON.</summary>
public sealed class LineScript : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private LineScript(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Id of the process.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="program">Such as <c>node</c>.</param>
    /// <param name="arguments">The script comes first.</param>
    public static LineScript Start(string program, params string[] arguments) =>
        new(Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

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

    /// <summary>Waits for its next line that has this field, and gives the field.</summary>
    public async Task<JsonNode> ReadAsync(string field)
    {
        while (true)
        {
            if ((await ReadAsync())[field] is { } value)
                return value;
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public async Task WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException(await _errors);
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
