using System.Diagnostics;

namespace TelegramParser.Harness.Helm;

/// <summary>What helm said.</summary>
/// <param name="ExitCode">0 when it succeeded.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it complained about.</param>
public sealed record HelmResult(int ExitCode, string Output, string Errors);

/// <summary>The program helm: the one that tests/tools/install.sh has unpacked.</summary>
public static class HelmTool
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "tests", "cluster", "tools", "bin", "helm");

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Arguments.</param>
    /// <param name="input">What it reads from its input.</param>
    /// <param name="kubeconfig">The cluster to use; none when null, whatever the environment says.</param>
    public static async Task<HelmResult> RunAsync(IEnumerable<string> arguments, string input = "", string? kubeconfig = null)
    {
        if (!File.Exists(Path))
            throw new FileNotFoundException($"{Path} is not there. Run tests/tools/install.sh unit", Path);
        using var process = Process.Start(new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfig ?? "/dev/null" },
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new HelmResult(process.ExitCode, await output, await errors);
    }
}
