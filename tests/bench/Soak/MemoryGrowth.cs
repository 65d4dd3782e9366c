using System.Globalization;

namespace TelegramParser.Bench.Soak;

/// <summary>The memory of a process in the first and in the last third of a run, means in MiB.</summary>
/// <param name="Process">Its name.</param>
/// <param name="First">What it had allocated in the first third.</param>
/// <param name="Last">The same in the last.</param>
/// <param name="FirstPss">With its part of the libraries that it shares, which depends on who else runs them.</param>
/// <param name="LastPss">The same in the last.</param>
internal sealed record MemoryGrowth(string Process, double First, double Last, double FirstPss, double LastPss)
{
    // More than this is growth.
    private const double Most = 1.05;

    /// <summary>Whether it holds more in the end, of what it has allocated itself.</summary>
    public bool IsGrowth => Last > First * Most;

    /// <summary>Figures.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Process}_allocated_mib={First:F1}->{Last:F1} {Process}_ratio={Last / First:F3} {Process}_pss_mib={FirstPss:F1}->{LastPss:F1} {Process}_pss_ratio={LastPss / FirstPss:F3}");
}
