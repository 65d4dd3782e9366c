using TelegramParser.Harness;
using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Enrichment.Fetching.Charsets;

namespace TelegramParser.UnitTests.Worker.Enrichment.Extraction;

/// <summary>The pages in the folder <c>pages</c>: NAME.html with the text (NAME.txt) and, for some, the Markdown (NAME.md) that it has for a reader.</summary>
internal static class TestPages
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Unit", "Worker", "Enrichment", "Extraction", "pages");

    public static IEnumerable<string> With(string extension) =>
        Directory.GetFiles(Folder, "*." + extension).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    public static string Expected(string name, string extension) => File.ReadAllText(Path.Combine(Folder, $"{name}.{extension}")).TrimEnd('\n');

    public static ExtractedPage Extract(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name + ".html"));
        return ArticleExtractor.Extract(CharsetDetector.Decode(bytes, header: null).Text, Address(name));
    }

    public static ExtractedPage ExtractHtml(string html, string address = "https://site.example/page") => ArticleExtractor.Extract(html, new Uri(address));

    private static Uri Address(string name) => new(name switch
    {
        "news" => "https://news.example/2026/05/harbour-bridge",
        "docs-page" => "https://docs.example/courier/retries.html",
        "telegraph" => "https://telegra.ph/Kak-my-pereehali-01-15",
        _ => $"https://{name}.example/page",
    });
}
