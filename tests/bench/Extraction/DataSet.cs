using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TelegramParser.Bench.Extraction;

/// <summary>A page and what a person took for its article.</summary>
internal sealed record TruePage(string Id, Uri Url, string ArticleBody);

/// <summary>A folder with <c>ground-truth.json</c> (<c>{id: {articleBody, url}}</c>) and <c>pages/ID.html.gz</c>, in UTF-8.</summary>
internal sealed class DataSet(string folder)
{
    private sealed record Truth(string ArticleBody, string Url);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Folder => folder;

    public IReadOnlyList<TruePage> Pages { get; } =
        [.. JsonSerializer.Deserialize<Dictionary<string, Truth>>(File.ReadAllText(Path.Combine(folder, "ground-truth.json")), Json)!
            .Select(pair => new TruePage(pair.Key, new Uri(pair.Value.Url), pair.Value.ArticleBody))];

    public string ReadHtml(TruePage page)
    {
        using var file = File.OpenRead(Path.Combine(folder, "pages", page.Id + ".html.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
