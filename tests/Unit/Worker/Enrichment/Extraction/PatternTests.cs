using System.Reflection;
using System.Text.RegularExpressions;
using TelegramParser.Worker.Enrichment.Extraction;
using Writing = TelegramParser.Worker.Enrichment.Extraction.Writing;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

/// <summary>The regular expressions of the extraction, which look at texts of anybody.</summary>
public sealed class PatternTests
{
    private const int LongestLine = 500;
    private const int LongText = 20_000;

    // A pattern that backtracks over one of these texts needs minutes; the others need milliseconds, interpreted and on a busy machine, too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // What their repetitions take, and what nearly fits.
    private static readonly string[] Pieces =
        [" ", "!", "1:11 ", "1", "a ", "\\\n", "<p ", "<", "by ", "1.1.11", "more from a ", "write at ", "follow A", "download our a ", "share on ", "/2019/11/", "11 часов "];

    private static readonly IReadOnlyList<MethodInfo> Patterns =
    [
        .. typeof(ArticleExtractor).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith(typeof(ArticleExtractor).Namespace!, StringComparison.Ordinal) is true)
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)).Where(method => method.ReturnType == typeof(Regex)),
    ];

    public static TheoryData<string> Names => [.. Patterns.Select(NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_makes_it_slow(string name)
    {
        var method = Patterns.Single(method => NameOf(method) == name);
        var pattern = (Regex)method.Invoke(null, null)!;
        Assert.Equal(TelegramParser.Worker.Enrichment.Extraction.Patterns.Options, pattern.Options);
        var bounded = new Regex(pattern.ToString(), pattern.Options, Patience);
        // Whole texts are written; of the rest only lines, dates and paths are read.
        var length = method.DeclaringType!.Namespace == typeof(Writing.PlainText).Namespace ? LongText : LongestLine;
        foreach (var text in from first in Pieces from second in Pieces select Repeat(first, length / 2) + Repeat(second, length / 2) + "x")
            Assert.InRange(bounded.Count(text), 0, text.Length);
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
