using System.Runtime.InteropServices;
using TelegramParser.Contracts.Workers;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>
/// Finds TDLib, <c>libtdjson.so</c>: where <see cref="WorkerEnvironment.TdJson"/> points, else beside the program, else
/// in the npm package under <c>worker/native</c> of a source tree that holds the program.
/// </summary>
public static class TdLibrary
{
    private const string FileName = "libtdjson.so";

    private static readonly Lazy<string> Found = new(() => Find(
        Environment.GetEnvironmentVariable(WorkerEnvironment.TdJson), AppContext.BaseDirectory));

    /// <summary>Path of the library that this process uses.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message lists where it was looked for.</exception>
    public static string Path => Found.Value;

    /// <summary>Finds the library.</summary>
    /// <param name="configured">The path that the environment gives, if any; nothing else is tried then.</param>
    /// <param name="programFolder">Folder of the program.</param>
    /// <exception cref="FileNotFoundException">There is none; the message lists where it was looked for.</exception>
    public static string Find(string? configured, string programFolder)
    {
        var candidates = string.IsNullOrEmpty(configured) ? Candidates(programFolder).ToList() : [configured];
        return candidates.Find(File.Exists) ?? throw new FileNotFoundException(
            $"TDLib was not found. Looked for:{string.Concat(candidates.Select(path => $"\n  {path}"))}\n" +
            $"Set {WorkerEnvironment.TdJson} to the path of {FileName}, or run `npm ci` in worker/native.");
    }

    private static IEnumerable<string> Candidates(string programFolder)
    {
        var package = System.IO.Path.Combine(
            "node_modules", "@prebuilt-tdlib", $"linux-{Architecture}-{LibC}", FileName);
        yield return System.IO.Path.Combine(programFolder, FileName);
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "worker", "native")))
                yield return System.IO.Path.Combine(folder.FullName, "worker", "native", package);
        }
    }

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string LibC =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "musl" : "glibc";
}
