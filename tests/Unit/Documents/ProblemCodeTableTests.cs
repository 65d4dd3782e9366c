using System.Reflection;
using System.Text.RegularExpressions;
using TelegramParser.Harness;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.UnitTests.Documents;

/// <summary>That docs/rest-api.md lists what <c>code</c> of an error may be.</summary>
public sealed partial class ProblemCodeTableTests
{
    [Fact]
    public void Every_code_of_an_error_is_in_the_table_and_no_other()
    {
        var told = File.ReadLines(Path.Combine(Repository.Root, "docs", "rest-api.md"))
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .SelectMany(row => Code().Matches(row.Groups["codes"].Value).Select(code => code.Value));
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(codes.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| [45]\d\d \| (?<codes>[^|]+) \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
