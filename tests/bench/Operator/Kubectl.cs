using System.Diagnostics;
using TelegramParser.Harness;

namespace TelegramParser.Bench.Operator;

/// <summary>kubectl, as <c>tests/tools/install.sh</c> has unpacked it.</summary>
internal static class Kubectl
{
    private static readonly string Program = Path.Combine(Repository.Root, "tests", "cluster", "tools", "bin", "kubectl");

    /// <summary>Runs it to its end on the cluster of <c>KUBECONFIG</c>.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {await errors}");
    }
}
