using System.Diagnostics;

namespace TelegramParser.Harness.Postgres;

/// <summary>The account that Postgres runs under: our own, or, since it refuses root, another when we are root.</summary>
internal static class ServiceAccount
{
    private static readonly string? Name = Environment.UserName is "root"
        ? File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody"
        : null;

    /// <summary>A command line that runs the program under that account.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> commandLine)
    {
        string[] arguments = Name is null
            ? [.. commandLine]
            : ["setpriv", $"--reuid={Name}", $"--regid={GroupId()}", "--clear-groups", "--", .. commandLine];
        // Postgres wants a working folder that its account may enter.
        return new ProcessStartInfo(arguments[0], arguments[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>Makes a folder that belongs to that account and that nobody else may enter.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The harness runs Postgres on Unix only.");
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Name is null)
            return;
        using var chown = Process.Start("chown", [$"{Name}:{GroupId()}", path]);
        chown.WaitForExit();
        if (chown.ExitCode != 0)
            throw new InvalidOperationException($"{path} could not be given to the account {Name}.");
    }

    private static string GroupId() =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).First(fields => fields[0].Equals(Name, StringComparison.Ordinal))[3];
}
