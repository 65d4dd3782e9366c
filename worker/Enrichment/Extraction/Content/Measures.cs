namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>What was counted in an element. Characters are weighed: an ideograph or a kana says as much as <see cref="WideWeight"/> letters.</summary>
/// <param name="Text">Characters of text without repeated spaces.</param>
/// <param name="Links">Those of them that are in links.</param>
/// <param name="Good">Characters of running text: blocks that look like prose, without their links.</param>
/// <param name="Blocks">Blocks that bear text.</param>
/// <param name="Own">Part of <paramref name="Good"/> that the element bears itself, not a block inside it.</param>
/// <param name="HasRun">Whether the element bears a line of text itself.</param>
internal readonly record struct Measures(int Text, int Links, int Good, int Blocks, int Own, bool HasRun)
{
    /// <summary>Letters that one wide character stands for.</summary>
    public const int WideWeight = 3;

    /// <summary>Share of the text that is in links, 0 to 1.</summary>
    public double LinkDensity => Text == 0 ? 0 : (double)Links / Text;

    /// <summary>Measures a node and all inside it. The tree's depth is bounded, and with it the stack.</summary>
    public static Measures Measure(PageNode node)
    {
        if (node.IsText)
        {
            var length = Weigh(node.Text);
            return node.Measures = new Measures(length, node.InLink ? length : 0, 0, 0, 0, false);
        }
        var sum = default(Measures);
        var run = default(Measures);
        var marks = 0;
        foreach (var child in node.Children)
        {
            if (!child.IsKept)
                continue;
            var measures = Measure(child);
            sum = sum.Plus(measures);
            if (child.IsText || Tags.IsInline(child) && measures.Blocks == 0)
            {
                run = run.Plus(measures);
                marks += Marks(child);
            }
        }
        if (!Tags.IsInline(node) && run.Text > 0)
        {
            var own = Prose(node, run, marks);
            sum = sum with { Good = sum.Good + own, Blocks = sum.Blocks + 1, Own = own, HasRun = true };
        }
        return node.Measures = sum;
    }

    /// <summary>Length of a text as it is weighed.</summary>
    public static int Weigh(ReadOnlySpan<char> text)
    {
        var length = 0;
        var space = true;
        foreach (var letter in text)
        {
            var isSpace = char.IsWhiteSpace(letter);
            if (!isSpace)
                length += IsWide(letter) ? WideWeight : 1;
            else if (!space)
                length++;
            space = isSpace;
        }
        return space && length > 0 ? length - 1 : length;
    }

    /// <summary>Kana, Han and full-width forms, which are written without spaces.</summary>
    public static bool IsWide(char letter) => letter is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff';

    private Measures Plus(Measures other) => new(Text + other.Text, Links + other.Links, Good + other.Good, Blocks + other.Blocks, 0, false);

    /// <summary>How much of a block is prose: long enough, not mostly links, and better with punctuation of sentences.</summary>
    private static int Prose(PageNode block, Measures run, int marks)
    {
        if (Tags.IsHeading(block.Tag) || run.Text < 25 || run.LinkDensity > 0.5)
            return 0;
        double prose = run.Text - run.Links;
        if (block.Tag is "li" or "td" or "th" or "dd" or "dt")
            prose *= 0.6;
        if (marks == 0)
            prose *= run.Text < 80 ? 0.3 : 0.6;
        return (int)prose;
    }

    /// <summary>Marks that sentences have, in scripts that have them.</summary>
    private static int Marks(PageNode node)
    {
        if (node.IsText)
            return node.Text.AsSpan().IndexOfAny(PunctuationOfSentences) >= 0 ? 1 : 0;
        var marks = 0;
        foreach (var child in node.Children)
        {
            if (child.IsKept && (marks = Marks(child)) > 0)
                break;
        }
        return marks;
    }

    private static readonly System.Buffers.SearchValues<char> PunctuationOfSentences =
        System.Buffers.SearchValues.Create(",.;:!?…，、。！？；：،؛؟।");
}
