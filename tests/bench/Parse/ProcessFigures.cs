using System.Globalization;

namespace TelegramParser.Bench.Parse;

/// <summary>What Linux tells of processes, see proc(5).</summary>
internal static class ProcessFigures
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    // Fields of /proc/PID/stat after the process's name, counted from its state.
    private const int ParentField = 1;
    private const int OwnTimeField = 11;
    private const int ReapedTimeField = 13;

    /// <summary>The process that started a process.</summary>
    public static int Parent(int pid) => (int)Stat(pid)![ParentField];

    /// <summary>Processor time of a process so far.</summary>
    public static double CpuSeconds(int pid) => Time(Stat(pid)!, OwnTimeField);

    /// <summary>Processor time of a process and of all that it has started, running or ended.</summary>
    public static double TreeCpuSeconds(int pid)
    {
        var root = Stat(pid)!;
        var children = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => Stat(int.Parse(name!, CultureInfo.InvariantCulture))).OfType<double[]>().Where(stat => stat[ParentField] == pid);
        return Time(root, OwnTimeField) + Time(root, ReapedTimeField) + children.Sum(child => Time(child, OwnTimeField));
    }

    // User and system time stand side by side.
    private static double Time(double[] stat, int field) => (stat[field] + stat[field + 1]) / TicksPerSecond;

    // Null for a process that has ended meanwhile.
    private static double[]? Stat(int pid)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{pid}/stat");
            // The name is in brackets and may hold anything; the state is a letter.
            return [0, .. line[(line.LastIndexOf(')') + 4)..].Split(' ').Take(ReapedTimeField + 1)
                .Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
