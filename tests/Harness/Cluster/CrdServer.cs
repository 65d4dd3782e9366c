using System.Diagnostics;

namespace TelegramParser.Harness.Cluster;

/// <summary>
/// The CRD server of a Kubernetes that is newer than the test cluster's (tests/cluster/README.md). It serves custom resources alone, in
/// any namespace, and holds them to their CEL rules.
/// </summary>
public sealed class CrdServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private CrdServer(Process process, DirectoryInfo folder)
    {
        (_process, _folder) = (process, folder);
        Cluster = KubernetesCluster.OfCrdServer(Path.Combine(folder.FullName, "kubeconfig"));
    }

    /// <summary>For kubectl and clients.</summary>
    public KubernetesCluster Cluster { get; }

    /// <summary>Starts one, which ends when this is disposed or this process ends.</summary>
    /// <exception cref="CommandException">It could not; the message holds what was said.</exception>
    public static async Task<CrdServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("crd-server-");
        var script = Path.Combine(Repository.Root, "tests/cluster/crd-server/serve.sh");
        var process = Process.Start(new ProcessStartInfo(script, [folder.FullName, $"{Environment.ProcessId}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var server = new CrdServer(process, folder);
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "serving")
                return server;
        }
        var said = await errors;
        await server.DisposeAsync();
        throw new CommandException($"The CRD server did not start: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        // The script's own end: it ends what it has started.
        _process.StandardOutput.Close();
        await Command.RunAsync("kill", [$"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
