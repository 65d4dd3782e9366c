using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TelegramParser.Harness.Fuzzing;

/// <summary>Damages good input in random ways and gives it to what has to bear it. The seed is fixed; what fails is made small.</summary>
public static class Fuzz
{
    /// <summary>How many times as many inputs are tried; 1 if not set.</summary>
    public const string Switch = "TGPARSER_FUZZ_FACTOR";

    private const ulong Seed = 20261122;
    private const int MostEdits = 6;

    // Nothing of what is tried is long: whoever needs more for one input goes round in circles.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // What decides something in YAML, JSON, HTML or a URL, and what is easily forgotten.
    private static readonly string[] Pieces =
    [
        "", " ", "\n", "\t", "\0", "\"", "'", "{", "}", "[", "]", ":", ": ", ",", "- ", "#", "&a", "*a", "!!", "|", ">", "---", "\\", "\\u0000",
        "\\ud83d", "😀", "\ud83d", "\u202e", "null", "true", "-1", "0", "1e999", "9223372036854775808", "99999999999999999999", "NaN", "{}", "[]",
        "[null]", "\"\"", "\"a\"", "<", ">", "</", "<!--", "<script>", "<table>", "<svg>", "<p>", "&#x0;", "&amp", "../", "%00", "%", "?", "/", "Ж",
    ];

    private static readonly Gen<Edit> Edits = Gen.Choose(0, 10_000).SelectMany(at => Gen.Choose(0, 40).SelectMany(length => Gen.Elements(Pieces)
        .Select(piece => new Edit(at / 10_000.0, length, piece))));

    /// <summary>Tries damaged inputs.</summary>
    /// <param name="name">What has to bear them; for the record.</param>
    /// <param name="originals">Good inputs.</param>
    /// <param name="count">How many to try.</param>
    /// <param name="bear">Throws when it does not bear one.</param>
    public static void Damaged(string name, IReadOnlyList<string> originals, int count, Action<string> bear) =>
        Check(name, count, Gen.Elements(originals.ToArray()).SelectMany(text => Edits.ListOf().Select(edits => edits.Take(MostEdits).Aggregate(text, (t, edit) => edit.On(t)))), bear);

    /// <summary>Tries damaged JSON, half of it still JSON, with other values in some places.</summary>
    /// <inheritdoc cref="Damaged"/>
    public static void DamagedJson(string name, IReadOnlyList<string> originals, int count, Action<string> bear)
    {
        var swaps = Gen.Choose(0, 10_000).SelectMany(at => Gen.Elements(JsonSwap.Values.ToArray()).Select(value => new JsonSwap(at / 10_000.0, value)));
        Damaged($"{name}, broken", originals, count / 2, bear);
        Check($"{name}, other values", count / 2,
            Gen.Elements(originals.ToArray()).SelectMany(text => swaps.ListOf().Select(all => all.Take(MostEdits).Aggregate(text, (t, swap) => swap.On(t)))), bear);
    }

    private static void Check(string name, int count, Gen<string> inputs, Action<string> bear)
    {
        var factor = int.TryParse(Environment.GetEnvironmentVariable(Switch), out var times) ? times : 1;
        var tried = 0;
        // As it comes in bytes: half a character is none.
        var decoded = inputs.Select(input => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(input)));
        Prop.ForAll(decoded.ToArbitrary(), input =>
        {
            tried++;
            if (!Task.Run(() => bear(input)).Wait(Limit))
                throw new TimeoutException($"{name} did not end within {Limit.TotalSeconds} s.");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count * factor).WithReplay(Seed, 1));
        FuzzRecord.Write(name, tried);
    }

    /// <param name="At">Where, as a share of the text.</param>
    /// <param name="Length">How much is taken out.</param>
    /// <param name="Piece">What is put there.</param>
    private sealed record Edit(double At, int Length, string Piece)
    {
        public string On(string text)
        {
            var start = (int)(At * text.Length);
            return text[..start] + Piece + text[Math.Min(text.Length, start + Length)..];
        }
    }
}
