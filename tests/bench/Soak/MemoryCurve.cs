using System.Globalization;
using TelegramParser.Harness;

namespace TelegramParser.Bench.Soak;

/// <summary>How much memory some processes hold over time.</summary>
/// <param name="path">The CSV that it is written to.</param>
/// <param name="pids">The processes, by the names of their columns.</param>
internal sealed class MemoryCurve(string path, IReadOnlyDictionary<string, int> pids)
{
    private readonly List<(TimeSpan At, double[] Megabytes)> _samples = [];

    /// <summary>The processes' names, in the order of the columns.</summary>
    public IReadOnlyList<string> Names { get; } = [.. pids.Keys];

    /// <summary>Adds a line.</summary>
    /// <param name="at">Since the start.</param>
    /// <param name="posts">Posts published so far.</param>
    /// <param name="fault">The fault that happened last.</param>
    /// <exception cref="IOException">One of the processes has ended.</exception>
    public void Sample(TimeSpan at, int posts, string fault)
    {
        if (_samples.Count == 0)
            File.WriteAllText(path, $"seconds,published,{string.Join(',', Names.Select(name => $"{name}_mib"))},last_fault\n");
        double[] megabytes = [.. Names.Select(name => ProcessStat.PssMegabytes(pids[name]))];
        _samples.Add((at, megabytes));
        var columns = string.Join(',', megabytes.Select(m => m.ToString("F1", CultureInfo.InvariantCulture)));
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:F0},{posts},{columns},{fault}\n"));
    }

    /// <summary>The means of the first and of the last third of what follows the warm-up, in MiB.</summary>
    public (double First, double Last) Thirds(int process, TimeSpan warmUp, TimeSpan end)
    {
        var third = (end - warmUp) / 3;
        return (Mean(warmUp, warmUp + third), Mean(end - third, end));

        double Mean(TimeSpan from, TimeSpan to) =>
            _samples.Where(sample => sample.At >= from && sample.At <= to).Select(sample => sample.Megabytes[process]).Average();
    }
}
