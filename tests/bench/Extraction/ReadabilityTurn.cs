using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TelegramParser.Bench.Extraction;

/// <summary>Mozilla's Readability on the same pages, in a process of its own.</summary>
internal sealed record ReadabilityTurn(IReadOnlyDictionary<string, string> Texts, double Seconds)
{
    private sealed record Line(string? Id, string? Text, double? Seconds);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static ReadabilityTurn Run(DataSet data, int rounds)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Script(), Path.GetFullPath(data.Folder), rounds.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        double? seconds = null;
        while (process.StandardOutput.ReadLine() is { } read)
        {
            var line = JsonSerializer.Deserialize<Line>(read, Json)!;
            if (line.Id is not null)
                texts[line.Id] = line.Text ?? "";
            seconds ??= line.Seconds;
        }
        process.WaitForExit();
        if (process.ExitCode != 0 || seconds is null)
            throw new InvalidOperationException($"Readability ended with {process.ExitCode}. Are its packages there? `make bench-extraction` fetches them.");
        return new ReadabilityTurn(texts, seconds.Value);
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "bench", "Extraction", "readability", "extract.mjs");
            if (File.Exists(script))
                return script;
        }
        throw new FileNotFoundException("extract.mjs is missing: run this from a build inside the repository.");
    }
}
