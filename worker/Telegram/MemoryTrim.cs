using System.Runtime.InteropServices;

namespace TelegramParser.Worker.Telegram;

/// <summary>Gives freed native memory back to the system: TDLib's unloaded messages leave glibc's arenas full of holes.</summary>
public static partial class MemoryTrim
{
    /// <summary>
    /// Runs glibc's <c>malloc_trim(0)</c> (https://man7.org/linux/man-pages/man3/malloc_trim.3.html) when there is one.
    /// Takes milliseconds and locks the allocator: for when the worker is idle, and off the event loop.
    /// </summary>
    /// <returns>Whether memory was given back.</returns>
    public static bool Run()
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
