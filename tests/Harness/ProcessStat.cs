using System.Globalization;

namespace TelegramParser.Harness;

/// <summary>What <c>/proc</c> tells of processes (proc(5)).</summary>
public static class ProcessStat
{
    // Where the fields stand behind the command's name, which is in parentheses.
    private const int Parent = 1;
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ChildrenUserTime = 13;
    private const int ChildrenSystemTime = 14;

    // sysconf(_SC_CLK_TCK) on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processes whose parent is this one.</summary>
    public static IEnumerable<int> ChildrenOf(int pid) =>
        from path in Directory.GetDirectories("/proc")
        let name = Path.GetFileName(path)
        where name.All(char.IsAsciiDigit)
        let child = int.Parse(name, CultureInfo.InvariantCulture)
        where Fields(child) is { } fields && fields[Parent] == pid
        select child;

    /// <summary>Time of the processor that a process has used; none when it has ended.</summary>
    public static TimeSpan CpuTimeOf(int pid, bool withEndedChildren)
    {
        if (Fields(pid) is not { } fields)
            return TimeSpan.Zero;
        var ticks = fields[UserTime] + fields[SystemTime]
            + (withEndedChildren ? fields[ChildrenUserTime] + fields[ChildrenSystemTime] : 0);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Memory in MiB, with what is shared divided by those who share it.</summary>
    /// <exception cref="IOException">The process has ended.</exception>
    public static double PssMegabytes(int pid) => MappedMegabytes(pid, "Pss:");

    /// <summary>
    /// Memory in MiB that no file stands behind: what the process and its runtime have allocated, .NET's double-mapped code included. Other than
    /// <see cref="PssMegabytes"/> it does not change with who else runs the same libraries.
    /// </summary>
    /// <exception cref="IOException">The process has ended.</exception>
    public static double AllocatedMegabytes(int pid) => MappedMegabytes(pid, "Pss_Anon:", "Pss_Shmem:");

    private static double MappedMegabytes(int pid, params string[] fields) => File.ReadLines($"/proc/{pid}/smaps_rollup")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => fields.Contains(words[0], StringComparer.Ordinal))
        .Sum(words => double.Parse(words[1], CultureInfo.InvariantCulture)) / 1024;

    /// <summary>A size that <c>/proc/PID/status</c> tells, in MiB: <c>VmRSS</c>, the memory held now, or <c>VmHWM</c>, the most that ever was.</summary>
    /// <exception cref="IOException">The process has ended.</exception>
    public static double Megabytes(int pid, string field) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith($"{field}:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    private static long[]? Fields(int pid)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{pid}/stat");
            return [.. status[(status.LastIndexOf(')') + 2)..].Split(' ').Take(ChildrenSystemTime + 1)
                .Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
