using System.Globalization;
using TelegramParser.Harness;

namespace TelegramParser.Bench.Soak;

/// <summary>How much memory some processes hold over time.</summary>
/// <param name="path">The CSV that it is written to.</param>
/// <param name="pids">The processes, by the names of their columns.</param>
internal sealed class MemoryCurve(string path, IReadOnlyDictionary<string, int> pids)
{
    private readonly List<(TimeSpan At, double[] Allocated, double[] Pss)> _samples = [];

    /// <summary>Adds a line.</summary>
    /// <param name="at">Since the start.</param>
    /// <param name="posts">Posts published so far.</param>
    /// <param name="fault">The fault that happened last.</param>
    /// <exception cref="IOException">One of the processes has ended.</exception>
    public void Sample(TimeSpan at, int posts, string fault)
    {
        if (_samples.Count == 0)
            File.WriteAllText(path, $"seconds,published,{string.Join(',', pids.Keys.Select(name => $"{name}_allocated_mib,{name}_pss_mib"))},last_fault\n");
        double[] allocated = [.. pids.Values.Select(ProcessStat.AllocatedMegabytes)];
        double[] pss = [.. pids.Values.Select(ProcessStat.PssMegabytes)];
        _samples.Add((at, allocated, pss));
        var columns = string.Join(',', allocated.Zip(pss, (a, p) => string.Create(CultureInfo.InvariantCulture, $"{a:F1},{p:F1}")));
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:F0},{posts},{columns},{fault}\n"));
    }

    /// <summary>What became of each process between the first and the last third of what follows the warm-up.</summary>
    public IReadOnlyList<MemoryGrowth> Growth(TimeSpan warmUp, TimeSpan end)
    {
        var third = (end - warmUp) / 3;
        return
        [
            .. pids.Keys.Select((name, i) => new MemoryGrowth(
                name,
                Mean(s => s.Allocated[i], warmUp, warmUp + third), Mean(s => s.Allocated[i], end - third, end),
                Mean(s => s.Pss[i], warmUp, warmUp + third), Mean(s => s.Pss[i], end - third, end))),
        ];
    }

    private double Mean(Func<(TimeSpan At, double[] Allocated, double[] Pss), double> of, TimeSpan from, TimeSpan to) =>
        _samples.Where(sample => sample.At >= from && sample.At <= to).Select(of).Average();
}
