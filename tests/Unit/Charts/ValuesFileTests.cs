using System.Text.RegularExpressions;
using TelegramParser.Harness.Helm;

namespace TelegramParser.UnitTests.Charts;

/// <summary>That values.yaml is its own documentation; <see cref="SwitchTests"/> shows that each value does something.</summary>
public sealed partial class ValuesFileTests
{
    // Their fields are Kubernetes'.
    private static readonly string[] Kubernetes = ["resources", "podSecurityContext", "securityContext"];

    [Fact]
    public void Every_value_has_a_comment()
    {
        var lines = File.ReadAllLines(Path.Combine(HelmChart.Folder, "values.yaml"));
        var bare = new List<string>();
        var within = int.MaxValue;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Key().Match(lines[i]) is not { Success: true } key)
                continue;
            var depth = key.Groups["indent"].Length;
            if (depth > within)
                continue;
            within = Kubernetes.Contains(key.Groups["name"].Value, StringComparer.Ordinal) ? depth : int.MaxValue;
            if (i == 0 || !lines[i - 1].TrimStart().StartsWith('#'))
                bare.Add($"line {i + 1}: {lines[i]}");
        }
        Assert.Empty(bare);
    }

    [GeneratedRegex(@"^(?<indent> *)(?<name>[A-Za-z]+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
