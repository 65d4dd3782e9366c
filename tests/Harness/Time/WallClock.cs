namespace TelegramParser.Harness.Time;

/// <summary>
/// The wall clock of a program, which can be set (libfaketime, Debian's package of that name). How long something takes is not touched:
/// CLOCK_MONOTONIC goes on, as it does when a machine's clock is set.
/// </summary>
public sealed class WallClock : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgp-clock-");

    /// <param name="ahead">How far it is ahead of the machine's clock; behind it when negative.</param>
    public WallClock(TimeSpan ahead = default) => Set(ahead);

    /// <summary>Variables of a program that is to see it.</summary>
    /// <exception cref="InvalidOperationException">The library is missing.</exception>
    public Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = File,
        // Seconds until a change is seen.
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
        // Files keep the times that they have.
        ["NO_FAKE_STAT"] = "1",
    };

    private string File => Path.Combine(_folder.FullName, "offset");

    private static string Library =>
        Directory.Exists("/usr/lib") && Directory.GetDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(System.IO.File.Exists) is { } found
            ? found
            : throw new InvalidOperationException("libfaketime is missing. Install it (Debian: apt-get install libfaketime).");

    /// <summary>Sets it.</summary>
    /// <param name="ahead">How far it is ahead of the machine's clock; behind it when negative.</param>
    public void Set(TimeSpan ahead)
    {
        // As a whole: the program may read it at any moment.
        System.IO.File.WriteAllText(File + ".new", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(long)ahead.TotalSeconds:+0;-0}\n"));
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
