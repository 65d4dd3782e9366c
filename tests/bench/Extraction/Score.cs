using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TelegramParser.Bench.Extraction;

/// <summary>
/// The metric of the article extraction benchmark (github.com/scrapinghub/article-extraction-benchmark): shingles of four words, as
/// multisets. Precision and recall are means over pages.
/// </summary>
internal sealed record Score(double Precision, double Recall)
{
    private const int Size = 4;

    // The letters and digits of Python's \w, with which the benchmark was published.
    private static readonly Regex Word = new(@"[\p{L}\p{N}_]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>The score of one page.</summary>
    public static Score Of(string truth, string prediction)
    {
        var (expected, found) = (Shingles(truth), Shingles(prediction));
        double both = 0, onlyFound = 0, onlyExpected = 0;
        foreach (var (shingle, count) in found)
        {
            var shared = Math.Min(count, expected.GetValueOrDefault(shingle));
            both += shared;
            onlyFound += count - shared;
        }
        foreach (var (shingle, count) in expected)
            onlyExpected += count - Math.Min(count, found.GetValueOrDefault(shingle));
        if (onlyFound == 0 && onlyExpected == 0)
            return new Score(1, 1);
        return both == 0 ? new Score(0, 0) : new Score(both / (both + onlyFound), both / (both + onlyExpected));
    }

    /// <summary>The score of all pages.</summary>
    public static Score Mean(IReadOnlyCollection<Score> scores) => new(scores.Average(score => score.Precision), scores.Average(score => score.Recall));

    private static Dictionary<string, int> Shingles(string text)
    {
        var words = Word.Matches(text).Select(match => match.Value).ToArray();
        var shingles = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var start = 0; start + Size <= Math.Max(words.Length, words.Length == 0 ? 0 : Size); start++)
            CollectionsMarshal.GetValueRefOrAddDefault(shingles, string.Join(' ', words.Skip(start).Take(Size)), out _)++;
        return shingles;
    }
}
