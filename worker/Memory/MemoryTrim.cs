using System.Runtime.InteropServices;

namespace TelegramParser.Worker.Memory;

/// <summary>
/// Gives memory back to the system that is not in use: TDLib's messages leave glibc's arenas full of holes, .NET's heap stays as large
/// as it was, and pages of libraries stay where they were needed once.
/// </summary>
internal static partial class MemoryTrim
{
    // What a worker at rest needs, several times over.
    private const long MuchManaged = 16 << 20;

    /// <summary>
    /// Has .NET's heap compacted when it is large, releases <see cref="MappedFiles"/>, and does <see cref="GiveFreedBack"/>.
    /// For when the worker is idle, and off the event loop.
    /// </summary>
    public static void Run()
    {
        if (GC.GetGCMemoryInfo().TotalCommittedBytes > MuchManaged)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        MappedFiles.Release();
        GiveFreedBack();
    }

    /// <summary>
    /// Gives back what native code has freed: glibc's <c>malloc_trim(0)</c> (https://man7.org/linux/man-pages/man3/malloc_trim.3.html), when there is one.
    /// Takes tens of milliseconds for a hundred MB, and locks one arena after the other meanwhile: off the event loop.
    /// </summary>
    /// <returns>Whether there was any.</returns>
    public static bool GiveFreedBack()
    {
        try
        {
            return Trim(0) != 0;
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no malloc_trim and returns freed memory by itself.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
