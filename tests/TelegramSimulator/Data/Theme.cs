using System.Text.RegularExpressions;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>
/// What a channel writes about: sentences with slots, <c>{port}</c>, and the words that fill them; <c>{#10-90}</c> is a
/// number in that range.
/// </summary>
internal sealed partial record Theme
{
    public required string Username { get; init; }

    public required string Title { get; init; }

    public required string About { get; init; }

    /// <summary>The host of the pages it links to.</summary>
    public required string Site { get; init; }

    /// <summary>What a link to the page is called.</summary>
    public required string ReadMore { get; init; }

    public required IReadOnlyList<string> Headlines { get; init; }

    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>With the "#".</summary>
    public required IReadOnlyList<string> Hashtags { get; init; }

    public required IReadOnlyDictionary<string, string[]> Words { get; init; }

    public string Headline(Random random) => Fill(Pick(Headlines, random), random);

    /// <summary>All details in random order, so that a post does not say a thing twice.</summary>
    public Queue<string> ShuffleDetails(Random random)
    {
        var templates = Details.ToArray();
        random.Shuffle(templates);
        return new Queue<string>(templates.Select(template => Fill(template, random)));
    }

    public string Hashtag(Random random) => Pick(Hashtags, random);

    private string Fill(string template, Random random)
    {
        var sentence = Slot().Replace(template, slot =>
        {
            if (slot.Groups["word"].Success)
                return Pick(Words[slot.Groups["word"].Value], random);
            var from = int.Parse(slot.Groups["from"].ValueSpan);
            return random.Next(from, int.Parse(slot.Groups["to"].ValueSpan) + 1).ToString();
        });
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static T Pick<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];

    [GeneratedRegex(@"\{(?:#(?<from>\d+)-(?<to>\d+)|(?<word>\w+))\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slot();
}
