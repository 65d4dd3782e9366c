namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Suggestion
{
    private const int MostEdits = 2;

    /// <summary><c> Did you mean 'interval'?</c>, or the list of what is allowed when nothing is near.</summary>
    public static string For(string word, IReadOnlyCollection<string> allowed)
    {
        var nearest = allowed
            .Select(candidate => (Word: candidate, Edits: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(candidate => candidate.Edits <= Math.Min(MostEdits, word.Length / 2))
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
        return nearest is null ? $"Allowed are {string.Join(", ", allowed)}." : $"Did you mean '{nearest}'?";
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(
                    Math.Min(row[j] + 1, row[j - 1] + 1),
                    diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
