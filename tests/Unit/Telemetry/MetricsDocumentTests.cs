using System.Text.RegularExpressions;
using TelegramParser.Harness;

namespace TelegramParser.UnitTests.Telemetry;

public sealed partial class MetricsDocumentTests
{
    [Fact]
    public async Task Every_metric_is_documented_and_every_documented_one_is_emitted()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var documented = rows.SelectMany(row => Name().Matches(row.Split('|')[1]).Select(match => match.Groups["name"].Value));
        Assert.Equal(await EmittedMetrics.NamesAsync(), documented.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`(?<name>[a-z_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
