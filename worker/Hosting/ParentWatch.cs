namespace TelegramParser.Worker.Hosting;

/// <summary>
/// Outside Kubernetes a runner starts the worker. When the runner is killed nobody would stop its workers, so each
/// one looks whether its runner still lives.
/// </summary>
internal static class ParentWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the process has ended.</summary>
    public static async Task WaitForEndAsync(int pid, TimeProvider time, CancellationToken ct)
    {
        while (Directory.Exists($"/proc/{pid}"))
            await Task.Delay(LookEvery, time, ct);
    }
}
