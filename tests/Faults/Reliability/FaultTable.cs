using System.Globalization;
using TelegramParser.Harness;

namespace TelegramParser.FaultTests.Reliability;

/// <summary>
/// The table in <c>docs/reliability.md</c>. Each test compares its row with what it found; with TGPARSER_WRITE_RELIABILITY=1
/// (<c>make faults</c>) it writes the row instead. How often, with how many posts and how long is as the run was that wrote it, and not
/// compared; what this run took is in <c>artifacts/reliability.md</c>.
/// </summary>
internal static class FaultTable
{
    private const string Head = "| Fault | How | What a person sees | Lost | Doubled | Two clients at once | Times | Posts | Caught up after |";
    private const string Rule = "|---|---|---|---:|---:|---:|---:|---:|---:|";

    private static readonly string Document = Path.Combine(Repository.Root, "docs", "reliability.md");
    private static readonly SemaphoreSlim Writing = new(1, 1);
    private static readonly Dictionary<Fault, string> Found = [];

    /// <summary>The rows of the document.</summary>
    public static IReadOnlyList<string> Rows =>
        [.. File.ReadLines(Document).SkipWhile(line => line != Rule).Skip(1).TakeWhile(line => line.StartsWith('|'))];

    /// <summary>Checks what a test has found, and that the document says the same.</summary>
    public static async Task RecordAsync(Fault fault, int times, Findings findings, TimeSpan recovery)
    {
        var proved = $"| {fault.Name} | {fault.How} | {fault.Seen} | {findings.Lost} | {findings.Doubled} | {findings.TwoClients} |";
        var row = string.Create(CultureInfo.InvariantCulture, $"{proved} {times} | {findings.Posts:N0} | {recovery.TotalSeconds:F1} s |");
        await Writing.WaitAsync();
        try
        {
            Found[fault] = row;
            WriteArtifact();
            if (Environment.GetEnvironmentVariable("TGPARSER_WRITE_RELIABILITY") is "1")
                WriteDocument(fault, row);
        }
        finally
        {
            Writing.Release();
        }
        Assert.Equal((0, 0L, 0), (findings.Lost, findings.Doubled, findings.TwoClients));
        Assert.True(
            Rows.Any(known => known.StartsWith(proved, StringComparison.Ordinal)), $"docs/reliability.md does not hold this row; 'make faults' writes it:\n{row}");
    }

    private static void WriteArtifact()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName;
        File.WriteAllLines(Path.Combine(folder, "reliability.md"),
        [
            Head,
            Rule,
            .. Fault.All.Where(Found.ContainsKey).Select(fault => Found[fault]),
        ]);
    }

    private static void WriteDocument(Fault fault, string row)
    {
        var lines = File.ReadAllLines(Document);
        var rows = Rows;
        var start = Array.IndexOf(lines, Rule) + 1;
        var byName = rows.ToDictionary(line => line.Split('|')[1].Trim(), StringComparer.Ordinal);
        byName[fault.Name] = row;
        File.WriteAllLines(Document,
        [
            .. lines.Take(start),
            .. Fault.All.Where(known => byName.ContainsKey(known.Name)).Select(known => byName[known.Name]),
            .. lines.Skip(start + rows.Count),
        ]);
    }
}
