using AngleSharp.Dom;
using TelegramParser.Worker.Enrichment.Extraction.Content;
using TelegramParser.Worker.Enrichment.Extraction.Writing;

namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>Puts together what a page says of itself: in JSON-LD first, then OpenGraph, then other meta elements, then the page that one sees.</summary>
internal sealed class MetadataReader
{
    private readonly Addresses _addresses;
    private readonly Uri _page;
    private readonly IDocument _document;
    private readonly PageNode _body;
    private readonly JsonLd _jsonLd;
    private readonly MetaTags _metas;

    private MetadataReader(IDocument document, PageNode body, IReadOnlyList<string> jsonLd, Uri page, Addresses addresses)
    {
        (_document, _body, _page, _addresses) = (document, body, page, addresses);
        _jsonLd = JsonLd.Read(jsonLd, page);
        _metas = new MetaTags(document);
    }

    /// <summary>Reads the metadata of a page.</summary>
    /// <param name="document">The page.</param>
    /// <param name="body">Its tree, measured, with nothing left out.</param>
    /// <param name="jsonLd">Its JSON-LD blocks.</param>
    /// <param name="page">The address at which it was found.</param>
    /// <param name="addresses">Makes its addresses absolute.</param>
    public static PageMetadata Read(IDocument document, PageNode body, IReadOnlyList<string> jsonLd, Uri page, Addresses addresses) =>
        new MetadataReader(document, body, jsonLd, page, addresses).Read();

    private PageMetadata Read()
    {
        var site = Line(_metas.First("og:site_name") ?? _jsonLd.SiteName ?? _metas.First("application-name", "apple-mobile-web-app-title"))?.TrimStart('@');
        return new PageMetadata(
            Title(site),
            Byline(),
            Published(),
            site,
            Languages.Normalize(_document.DocumentElement.GetAttribute("lang")) ?? Languages.Normalize(_jsonLd.Language)
                ?? Languages.Normalize(_metas.First("content-language", "language", "dc.language", "inLanguage")) ?? Languages.Normalize(_metas.First("og:locale")),
            Line(_jsonLd.Description ?? _metas.First("og:description", "description", "twitter:description", "dc.description")),
            Canonical(),
            _addresses.Resolve(_metas.First("og:image:secure_url", "og:image", "og:image:url")) ?? _addresses.Resolve(_jsonLd.Image)
                ?? _addresses.Resolve(_metas.First("twitter:image", "twitter:image:src", "image", "thumbnailUrl") ?? _metas.Link("image_src")),
            _jsonLd.HasArticle || string.Equals(_metas.First("og:type"), "article", StringComparison.OrdinalIgnoreCase),
            _jsonLd.Body);
    }

    private string? Title(string? site)
    {
        var headings = _body.Subtree().Where(static node => node.Tag == "h1" && node.Measures.Text is > 0 and < 300).Take(2).ToList();
        var heading = headings.Count == 1 ? Titles.Squeeze(PlainText.Of(headings[0])) : null;
        var headline = _jsonLd.Headline;
        // Some cut it to the length that search engines read.
        if (headline is not null && (headline.EndsWith("...", StringComparison.Ordinal) || headline.EndsWith('…')))
            headline = null;
        foreach (var title in (string?[])[headline, _metas.First("og:title", "twitter:title", "dc.title", "headline"), _document.Title, heading])
        {
            if (Line(title) is { } line)
                return Titles.Clean(line, site, heading);
        }
        return null;
    }

    private string? Byline()
    {
        var names = _jsonLd.Authors.Select(Bylines.Clean).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count > 0)
            return string.Join(", ", names);
        foreach (var meta in (string[])["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author_name", "byl"])
        {
            if (Bylines.Clean(_metas.First(meta)) is { } name)
                return name;
        }
        return Bylines.InPage(_body);
    }

    private DateTimeOffset? Published()
    {
        if (PublishedDate.Read(_jsonLd.Published) is { } published)
            return published;
        foreach (var meta in (string[])["article:published_time", "og:published_time", "datePublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
            "publish_date", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "article:published", "mediator_published_time", "dateCreated"])
        {
            if (PublishedDate.Read(_metas.First(meta)) is { } date)
                return date;
        }
        DateTimeOffset? shown = null;
        foreach (var node in _body.Subtree())
        {
            if (node.Attribute("itemprop") == "datePublished" && PublishedDate.Read(node.Attribute("content") ?? node.Attribute("datetime") ?? PlainText.Of(node)) is { } marked)
                return marked;
            if (shown is null && node.Tag == "time")
                shown = PublishedDate.Read(node.Attribute("datetime") ?? PlainText.Of(node));
            else if (shown is null && node.Measures.Text is > 5 and < 60 && IsDate(node.Words))
                shown = PublishedDate.Read(PlainText.Of(node));
        }
        return shown ?? PublishedDate.InAddress(_page);
    }

    private static bool IsDate(NameWords words) =>
        words.Has("date") || words.Has("published") || words.Has("pubdate") || words.Has("time") || words.Has("datetime") || words.Has("timestamp");

    private Uri? Canonical()
    {
        foreach (var address in (string?[])[_metas.Link("canonical"), _metas.First("og:url"), _jsonLd.Address])
        {
            // Pages of which every one calls the front page its own are misconfigured.
            if (_addresses.Resolve(address) is { } canonical && (canonical.AbsolutePath != "/" || canonical.Query.Length > 0 || _page.AbsolutePath == "/"))
                return canonical;
        }
        return null;
    }

    private static string? Line(string? text) => text is not null && Titles.Squeeze(text) is { Length: > 0 } line ? line : null;
}
