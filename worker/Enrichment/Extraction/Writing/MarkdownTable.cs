using System.Text;
using TelegramParser.Worker.Enrichment.Extraction.Content;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>Writes tables of data as GitHub's Markdown has them.</summary>
internal static class MarkdownTable
{
    /// <summary>Weighed characters from which a cell is not data but layout.</summary>
    private const int LongestCell = 600;

    private const int MostColumns = 40;

    /// <summary>The table; null if it only lays out a page, and is to be written as blocks.</summary>
    public static string? Of(PageNode table, Func<PageNode, string> line)
    {
        var rows = Rows(table);
        var columns = rows.Count == 0 ? 0 : rows.Max(static row => row.Count);
        if (rows.Count < 2 || columns is < 2 or > MostColumns || rows.Exists(static row => row.Exists(IsLayout)))
            return null;
        var output = new StringBuilder();
        for (var index = 0; index < rows.Count; index++)
        {
            if (index > 0)
                output.Append('\n');
            output.Append('|');
            for (var column = 0; column < columns; column++)
                output.Append(' ').Append(column < rows[index].Count ? Cell(line(rows[index][column])) : "").Append(" |");
            if (index == 0)
                output.Append("\n|").Insert(output.Length, " --- |", columns);
        }
        return output.ToString();
    }

    private static List<List<PageNode>> Rows(PageNode table)
    {
        var rows = new List<List<PageNode>>();
        foreach (var part in table.Kept)
        {
            foreach (var row in part.Tag == "tr" ? [part] : part.Kept.Where(static inner => inner.Tag == "tr"))
            {
                var cells = row.Kept.Where(static cell => cell.Tag is "td" or "th").ToList();
                if (cells.Exists(static cell => cell.Measures.Text > 0))
                    rows.Add(cells);
            }
        }
        return rows;
    }

    private static bool IsLayout(PageNode cell) =>
        cell.Measures.Text > LongestCell || cell.Subtree().Any(static inner => inner.Tag is "table" or "pre" or "h1" or "h2" or "h3");

    private static string Cell(string line) => line.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
}
