using System.Collections.Concurrent;
using System.Globalization;

namespace TelegramParser.Harness.Fuzzing;

/// <summary>How many damaged inputs were tried without a failure: <c>artifacts/fuzzing-*.md</c>, a row a target.</summary>
public static class FuzzRecord
{
    private static readonly ConcurrentDictionary<string, int> Tried = new(StringComparer.Ordinal);
    private static readonly Lock Writing = new();

    /// <summary>Notes that all of some inputs were borne.</summary>
    public static void Write(string target, int inputs)
    {
        Tried[target] = inputs;
        lock (Writing)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName;
            File.WriteAllLines(Path.Combine(folder, $"fuzzing-{Environment.ProcessId}.md"), Tried
                .OrderBy(row => row.Key, StringComparer.Ordinal)
                .Select(row => string.Create(CultureInfo.InvariantCulture, $"| {row.Key} | {row.Value:N0} | 0 |")));
        }
    }
}
