using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching.Charsets;

/// <summary>
/// Tells the one-byte encodings of Cyrillic apart by what the text would be: letters as frequent as they are, capitals at
/// the start of words only, no symbols in the middle of them.
/// </summary>
internal static class CyrillicSniffer
{
    private const int SampleBytes = 32_768;

    // Fewer are no text to judge by.
    private const int LeastBytes = 4;

    private const double LeastScore = 2.5;

    private static readonly Encoding[] Candidates = [.. new[] { 1251, 20866, 21866, 866, 28595, 10007 }.Select(CharsetLabels.Of)];

    // Per cent of the letters of Russian text; those of its neighbours that Russian lacks count like its rarer ones.
    private static readonly Dictionary<char, double> Frequency = new()
    {
        ['о'] = 10.97, ['е'] = 8.45, ['а'] = 8.01, ['и'] = 7.35, ['н'] = 6.70, ['т'] = 6.26, ['с'] = 5.47, ['р'] = 4.73,
        ['в'] = 4.54, ['л'] = 4.40, ['к'] = 3.49, ['м'] = 3.21, ['д'] = 2.98, ['п'] = 2.81, ['у'] = 2.62, ['я'] = 2.01,
        ['ы'] = 1.90, ['ь'] = 1.74, ['г'] = 1.70, ['з'] = 1.65, ['б'] = 1.59, ['ч'] = 1.44, ['й'] = 1.21, ['х'] = 0.97,
        ['ж'] = 0.94, ['ш'] = 0.73, ['ю'] = 0.64, ['ц'] = 0.48, ['щ'] = 0.36, ['э'] = 0.32, ['ф'] = 0.26, ['ъ'] = 0.04,
        ['ё'] = 0.20, ['і'] = 2.00, ['ї'] = 0.60, ['є'] = 0.50, ['ґ'] = 0.05, ['ў'] = 0.60,
    };

    /// <summary>The encoding in which the text is most like Cyrillic; null when it is like it in none.</summary>
    public static Encoding? Best(ReadOnlySpan<byte> body)
    {
        var (sample, high, together) = Sample(body);
        // Western texts have a letter with an accent here and there, Cyrillic ones whole words.
        if (high < LeastBytes || together < high * 0.6)
            return null;
        var best = Candidates
            .Select(encoding => (Encoding: encoding, Score: Score(encoding.GetString(sample)) / high))
            .MaxBy(candidate => candidate.Score);
        return best.Score >= LeastScore ? best.Encoding : null;
    }

    // Bytes above ASCII with a letter or a space for all that is between; how many there are, and how many have a neighbour.
    private static (byte[] Sample, int High, int Together) Sample(ReadOnlySpan<byte> body)
    {
        var sample = new List<byte>(SampleBytes);
        var (high, together) = (0, 0);
        for (var i = 0; i < body.Length && sample.Count < SampleBytes; i++)
        {
            var current = body[i];
            if (current >= 0x80)
            {
                high++;
                if ((i > 0 && body[i - 1] >= 0x80) || (i + 1 < body.Length && body[i + 1] >= 0x80))
                    together++;
                sample.Add(current);
                continue;
            }
            var between = char.IsAsciiLetter((char)current) ? (byte)'a' : (byte)' ';
            if (sample.Count == 0 || sample[^1] != between)
                sample.Add(between);
        }
        return ([.. sample], high, together);
    }

    private static double Score(string text)
    {
        var score = 0.0;
        var before = ' ';
        foreach (var c in text)
        {
            if (c >= 0x80)
                score += Score(c, before);
            else if (c == 'a' && char.IsLetter(before) && before >= 0x80)
                score -= 2;
            before = c;
        }
        return score;
    }

    private static double Score(char c, char before)
    {
        if (c is '\uFFFD' || char.IsControl(c))
            return -10;
        if (!char.IsLetter(c))
            return IsPunctuation(c) ? 1 : -5;
        if (!Frequency.TryGetValue(char.ToLowerInvariant(c), out var frequency))
            return -3;
        if (char.IsLower(c))
            return frequency;
        return char.IsLower(before) ? -8 : frequency * 0.8;
    }

    private static bool IsPunctuation(char c) => c is '\u00A0' or '«' or '»' or '—' or '–' or '…' or '„' or '“' or '”' or '’' or '№' or '©';
}
