using TelegramParser.Worker.Enrichment.Extraction.Content;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>Writes what is kept of a tree as CommonMark with GitHub's tables.</summary>
internal sealed class MarkdownWriter(Addresses addresses)
{
    /// <summary>Lists and quotes within each other, beyond which their content is written as if it were not in one.</summary>
    private const int Deepest = 8;

    /// <summary>The Markdown of a node and all inside it.</summary>
    public string Write(PageNode root)
    {
        var blocks = new List<string>();
        WriteBlocks(root, blocks, 0);
        return string.Join("\n\n", blocks);
    }

    private void WriteBlocks(PageNode node, List<string> blocks, int level)
    {
        var line = new MarkdownLine(addresses, breaks: true);
        foreach (var child in node.Children)
        {
            if (child.Dropped)
                continue;
            if (child.IsCaption)
            {
                Flush(line, blocks);
                WriteCaption(child, blocks);
            }
            else if (child.IsText || Tags.IsInline(child) && child.Measures.Blocks == 0)
            {
                line.Append(child);
            }
            else
            {
                Flush(line, blocks);
                WriteBlock(child, blocks, level);
            }
        }
        Flush(line, blocks);
    }

    private void WriteBlock(PageNode node, List<string> blocks, int level)
    {
        switch (node.Tag)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                if (InLine(node) is { Length: > 0 } heading)
                    blocks.Add(new string('#', node.Tag[1] - '0') + " " + heading);
                break;
            case "ul" or "ol" when level < Deepest:
                WriteList(node, blocks, level);
                break;
            case "blockquote" when level < Deepest:
                var quoted = new List<string>();
                WriteBlocks(node, quoted, level + 1);
                if (quoted.Count > 0)
                    blocks.Add(Indent(string.Join("\n\n", quoted), "> ", "> "));
                break;
            case "pre":
                var code = PlainText.Of(node).Trim('\n');
                if (code.Length > 0)
                    blocks.Add(MarkdownText.Fence(code, Language(node)));
                break;
            case "table" when MarkdownTable.Of(node, InLine) is { } table:
                blocks.Add(table);
                break;
            case "dt":
                if (InLine(node) is { Length: > 0 } term)
                    blocks.Add("**" + term + "**");
                break;
            default:
                WriteBlocks(node, blocks, level);
                break;
        }
    }

    private void WriteList(PageNode list, List<string> blocks, int level)
    {
        var items = new List<string>();
        var number = int.TryParse(list.Attribute("start"), out var start) && start is >= 0 and < 100_000 ? start : 1;
        foreach (var child in list.Kept)
        {
            if (child.IsText)
                continue;
            var inner = new List<string>();
            WriteBlocks(child, inner, level + 1);
            if (inner.Count == 0)
                continue;
            var marker = list.Tag == "ol" ? $"{number++}. " : "- ";
            items.Add(Indent(string.Join("\n\n", inner), marker, new string(' ', marker.Length)));
        }
        if (items.Count > 0)
            blocks.Add(string.Join('\n', items));
    }

    private void WriteCaption(PageNode caption, List<string> blocks)
    {
        // Only beneath an image: elsewhere it is the caption of something that is not shown.
        if (blocks.Count > 0 && blocks[^1].Contains("![", StringComparison.Ordinal) && InLine(caption) is { Length: > 0 } line)
            blocks.Add("*" + line.Trim('*') + "*");
    }

    /// <summary>All that is in a node as one line.</summary>
    private string InLine(PageNode node)
    {
        var line = new MarkdownLine(addresses, breaks: false);
        foreach (var child in node.Kept)
            line.Append(child);
        return line.Take();
    }

    private static void Flush(MarkdownLine line, List<string> blocks)
    {
        if (!line.IsEmpty && line.Take() is { Length: > 0 } text)
            blocks.Add(text);
    }

    /// <summary>Name of the programming language, as highlighters mark it.</summary>
    private static string Language(PageNode pre)
    {
        foreach (var node in pre.Subtree().Take(3).Concat([pre.Parent, pre.Parent?.Parent]).OfType<PageNode>())
        {
            var words = node.Words.All;
            for (var index = 0; index + 1 < words.Count; index++)
            {
                if (words[index] is "language" or "lang" or "highlight" && words[index + 1] is not ("source" or "highlight" or "none" or "plaintext" or "text" or "default"))
                    return words[index + 1];
            }
        }
        return "";
    }

    private static string Indent(string text, string first, string others)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var prefix = index == 0 ? first : others;
            lines[index] = lines[index].Length == 0 ? prefix.TrimEnd() : prefix + lines[index];
        }
        return string.Join('\n', lines);
    }
}
