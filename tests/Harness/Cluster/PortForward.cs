using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Harness.Cluster;

/// <summary>A port of a pod on this machine, as long as the pod lives and this is not disposed.</summary>
public sealed partial class PortForward : IAsyncDisposable
{
    private readonly Process _process;

    private PortForward(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>The port, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The port's address for HTTP.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}");

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    internal static async Task<PortForward> StartAsync(string kubectl, string kubeconfig, string ns, string target, int port)
    {
        var process = Process.Start(new ProcessStartInfo(kubectl, ["--namespace", ns, "port-forward", target, $":{port}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfig },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Announcement().Match(line) is not { Success: true } found)
                continue;
            // It goes on with a line for each connection, and must not find a full pipe.
            _ = process.StandardOutput.ReadToEndAsync();
            return new PortForward(process, int.Parse(found.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
        }
        var said = await errors;
        process.Dispose();
        throw new CommandException($"Port {port} of {target} in {ns} cannot be forwarded: {said}");
    }

    [GeneratedRegex("^Forwarding from 127\\.0\\.0\\.1:(?<port>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Announcement();
}
