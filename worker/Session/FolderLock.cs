namespace TelegramParser.Worker.Session;

/// <summary>Looks whether another process has the session folder open. TDLib locks its log of events, with fcntl.</summary>
internal static class FolderLock
{
    private const string Locked = "td.binlog";

    /// <summary>
    /// Whether another process holds the lock. Ask only while this process has no client open on the folder: a process
    /// gives its locks of a file up when it closes that file, by whatever handle.
    /// </summary>
    public static bool IsHeld(string folder)
    {
        // Not the worker's platform: .NET locks no part of a file there, and TDLib's own refusal has to do.
        if (OperatingSystem.IsMacOS())
            return false;
        try
        {
            using var file = new FileStream(
                Path.Combine(folder, Locked), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                // The whole file, as TDLib does; closing it unlocks it.
                file.Lock(0, 0);
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // No session yet, or one that TDLib itself will complain about.
            return false;
        }
    }
}
