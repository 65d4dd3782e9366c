using TelegramParser.Worker.Telegram;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Looks whether the session's volume has room before the session is opened: where TDLib cannot write to its database, it ends the process.
/// </summary>
internal static class SessionVolume
{
    /// <summary>What a session needs to be opened and to work for a while, in bytes.</summary>
    public const long Needed = 1 << 20;

    /// <summary>Refuses a volume that is full.</summary>
    /// <exception cref="SessionOpenException">It is; the message says what to do.</exception>
    public static void EnsureRoom(string folder)
    {
        // It is made when the session is opened for the first time.
        var place = Directory.Exists(folder) ? folder : Path.GetDirectoryName(Path.GetFullPath(folder))!;
        if (new DriveInfo(place).AvailableFreeSpace is var free && free >= Needed)
            return;
        throw new SessionOpenException(
            SessionOpenError.VolumeFull,
            $"The volume of the session folder {folder} has {free >> 10} KiB left; {Needed >> 10} are needed. Make room on it or enlarge it. The session stays, and goes on by itself then.");
    }
}
