using System.Globalization;
using System.Runtime.InteropServices;

namespace TelegramParser.Worker.Memory;

/// <summary>
/// The pages of libraries that this process holds. Most of them were needed once, at the start or while it parsed. The kernel takes them
/// away only when the machine is short of memory, so a worker at rest gives them back itself; what it needs again it finds in the
/// page cache.
/// </summary>
internal static partial class MappedFiles
{
    // https://man7.org/linux/man-pages/man2/madvise.2.html
    private const int DontNeed = 4;

    /// <summary>Gives them back. Takes milliseconds; does nothing where there is no <c>/proc/self/smaps</c>.</summary>
    public static void Release()
    {
        if (!File.Exists("/proc/self/smaps"))
            return;
        foreach (var mapping in FileMapping.Read(File.ReadAllLines("/proc/self/smaps")).Where(m => m.IsClean))
            _ = Advise(mapping.Start, mapping.Length, DontNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}

/// <summary>One mapping of a file, as <c>/proc/PID/smaps</c> tells of it (https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html).</summary>
/// <param name="Start">Its address.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Permissions"><c>r-xp</c> and the like.</param>
/// <param name="Path">The file.</param>
/// <param name="AnonymousKb">What of it is not the file's any more, kB: such pages exist nowhere else.</param>
internal sealed record FileMapping(nuint Start, nuint Length, string Permissions, string Path, long AnonymousKb)
{
    /// <summary>Every page of it can be read from the file again.</summary>
    public bool IsClean => Permissions is [_, '-', _, 'p'] && AnonymousKb == 0;

    /// <summary>The mappings of files in a <c>smaps</c> file.</summary>
    public static IEnumerable<FileMapping> Read(IEnumerable<string> lines)
    {
        FileMapping? mapping = null;
        foreach (var line in lines)
        {
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields[0].EndsWith(':'))
            {
                if (mapping is not null && fields is ["Anonymous:", var kb, ..])
                    mapping = mapping with { AnonymousKb = long.Parse(kb, CultureInfo.InvariantCulture) };
                continue;
            }
            if (mapping is not null)
                yield return mapping;
            mapping = fields is [var range, var permissions, _, _, not "0", ['/', ..] path] ? Parse(range, permissions, path) : null;
        }
        if (mapping is not null)
            yield return mapping;
    }

    // Until its line has been read, all of it counts as changed.
    private static FileMapping Parse(string range, string permissions, string path)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var start = nuint.Parse(range.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var end = nuint.Parse(range.AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new FileMapping(start, end - start, permissions, path, AnonymousKb: long.MaxValue);
    }
}
