using System.Net;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>Writes a page of a channel's site. With the same seed it writes the same page.</summary>
internal sealed class PageWriter(Theme theme, Random random)
{
    /// <summary>An article, with navigation, a list of other articles and a footer around it.</summary>
    public string Write()
    {
        var headline = WebUtility.HtmlEncode(theme.Headline(random));
        var others = string.Concat(Enumerable.Range(0, 4).Select(_ => $"<li><a href=\"/{random.Next(10_000, 99_999)}\">{WebUtility.HtmlEncode(theme.Headline(random))}</a></li>"));
        return $"""
            <!doctype html>
            <html><head><meta charset="utf-8"><title>{headline} | {theme.Title}</title>
            <meta property="og:site_name" content="{theme.Title}"><meta property="og:title" content="{headline}"></head>
            <body><nav><a href="/">{theme.Title}</a> <a href="/about">{theme.About}</a></nav>
            <main><article><h1>{headline}</h1>{Paragraphs()}</article></main>
            <aside><ul>{others}</ul></aside><footer>{theme.Title}</footer></body></html>
            """;
    }

    private string Paragraphs() => string.Concat(Enumerable.Range(0, 4).Select(_ =>
        $"<p>{WebUtility.HtmlEncode(string.Join(' ', theme.ShuffleDetails(random).Take(4)))}</p>"));
}
