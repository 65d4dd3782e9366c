using System.Diagnostics;

namespace TelegramParser.Harness.Postgres;

/// <summary>Finds the programs of a PostgreSQL server.</summary>
public static class PostgresBinaries
{
    /// <summary>The folder that holds <c>initdb</c> and <c>postgres</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to install.</exception>
    public static string Folder { get; } = Candidates().FirstOrDefault(IsComplete)
        ?? throw new InvalidOperationException(
            "PostgreSQL's server programs were not found on PATH, through pg_config or in /usr/lib/postgresql. " +
            "Install them (Debian: apt-get install postgresql) or put their folder on PATH.");

    /// <summary>Path of one of the programs, such as <c>pg_dump</c>; distributions may link only some of them to where others are found.</summary>
    public static string Program(string name)
    {
        var path = Path.Combine(Folder, name);
        var target = new FileInfo(Path.Combine(Folder, "postgres")).ResolveLinkTarget(returnFinalTarget: true);
        return File.Exists(path) || target is null ? path : Path.Combine(Path.GetDirectoryName(target.FullName)!, name);
    }

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));

    private static IEnumerable<string> Candidates()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        if (FolderByPgConfig() is { } configured)
            yield return configured;
        // Debian's layout; the newest version first.
        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian))
            foreach (var version in Directory.GetDirectories(debian).OrderByDescending(path => path.Length).ThenByDescending(path => path, StringComparer.Ordinal))
                yield return Path.Combine(version, "bin");
    }

    private static string? FolderByPgConfig()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pg_config", "--bindir") 
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
            var folder = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return folder;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
