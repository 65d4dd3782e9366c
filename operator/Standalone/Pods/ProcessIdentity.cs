using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>A process, told from a later one that got the same number.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartedAt">When it was started.</param>
internal sealed record ProcessIdentity(int Pid, DateTimeOffset StartedAt)
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    // The kernel counts in ticks from the boot time, which moves when the clock is set.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>The identity of a process that runs.</summary>
    public static ProcessIdentity Of(Process process) => new(process.Id, new DateTimeOffset(process.StartTime));

    /// <summary>Whether it runs.</summary>
    public bool IsRunning()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            return (new DateTimeOffset(process.StartTime) - StartedAt).Duration() < Tolerance && !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Ends it: SIGTERM, and SIGKILL when it is still there after the grace period.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        if (!IsRunning())
            return;
        Signal(SigTerm);
        if (await IsGoneWithinAsync(grace))
            return;
        Signal(SigKill);
        // A killed process runs no more, even if nobody collects its exit code.
        await IsGoneWithinAsync(KillTime);
    }

    private async Task<bool> IsGoneWithinAsync(TimeSpan limit)
    {
        var waited = Stopwatch.StartNew();
        while (IsRunning())
        {
            if (waited.Elapsed > limit)
                return false;
            await Task.Delay(LookEvery);
        }
        return true;
    }

    private void Signal(int signal) => _ = Kill(Pid, signal);

    // https://man7.org/linux/man-pages/man2/kill.2.html; an error means that it is gone.
    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
