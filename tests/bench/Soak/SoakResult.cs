using System.Globalization;

namespace TelegramParser.Bench.Soak;

/// <summary>What a run has shown.</summary>
/// <param name="Minutes">How long the load and the faults went on.</param>
/// <param name="Load">What was published, edited and deleted.</param>
/// <param name="Counts">All users and channels together.</param>
/// <param name="Pages">Pages that posts link to, and how many of them were read.</param>
/// <param name="Faults">How often each fault happened.</param>
/// <param name="CaughtUpSeconds">From the end of load and faults until everything was stored.</param>
/// <param name="Memory">Of each process.</param>
internal sealed record SoakResult(
    double Minutes, SteadyLoad Load, SoakCounts Counts, (long Linked, long Read) Pages, IReadOnlyDictionary<string, int> Faults,
    double CaughtUpSeconds, IReadOnlyList<MemoryGrowth> Memory)
{
    /// <summary>What must not be; empty after a good run.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Memory.Where(growth => growth.IsGrowth).Select(growth => $"Memory grows: {growth}"),
        .. new[] { ("lost", Counts.Lost), ("doubled", Counts.Doubled), ("stale", Counts.Stale), ("pages not read", Pages.Linked - Pages.Read) }
            .Where(count => count.Item2 != 0).Select(count => $"{count.Item2} {count.Item1}."),
    ];

    /// <summary>One line of figures.</summary>
    public override string ToString()
    {
        var faults = string.Join(' ', Faults.Select(fault => $"{fault.Key}={fault.Value}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"minutes={Minutes:F0} published={Load.Published} edits={Load.Edits} deletions={Load.Deletions} posts={Counts.Posts} lost={Counts.Lost} doubled={Counts.Doubled} stale={Counts.Stale} pages={Pages.Read}/{Pages.Linked} caught_up_s={CaughtUpSeconds:F0} {faults} {string.Join(' ', Memory)}");
    }
}
