using AngleSharp.Dom;

namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>The <c>meta</c> and <c>link</c> elements of a page: OpenGraph, Dublin Core, Twitter's cards and the rest.</summary>
internal sealed class MetaTags
{
    private readonly Dictionary<string, string> _metas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _links = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the elements, wherever in the page they are. Of two with one name the first counts.</summary>
    public MetaTags(IDocument document)
    {
        foreach (var meta in document.GetElementsByTagName("meta"))
        {
            if (meta.GetAttribute("content")?.Trim() is not { Length: > 0 } content)
                continue;
            foreach (var key in (string[])["property", "name", "itemprop", "http-equiv"])
            {
                if (meta.GetAttribute(key)?.Trim() is { Length: > 0 } name)
                    _metas.TryAdd(name, content);
            }
        }
        foreach (var link in document.GetElementsByTagName("link"))
        {
            if (link.GetAttribute("href") is not { Length: > 0 } target)
                continue;
            foreach (var relation in (link.GetAttribute("rel") ?? link.GetAttribute("itemprop") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                _links.TryAdd(relation, target);
        }
    }

    /// <summary>The content of the first of these that the page has; null if it has none.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_metas.TryGetValue(name, out var content))
                return content;
        }
        return null;
    }

    /// <summary>The target of a link by its relation.</summary>
    public string? Link(string relation) => _links.GetValueOrDefault(relation);
}
