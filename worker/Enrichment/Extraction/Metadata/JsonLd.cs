using System.Net;
using System.Text;
using System.Text.Json;

namespace TelegramParser.Worker.Enrichment.Extraction.Metadata;

/// <summary>What a page says of itself in JSON-LD (schema.org): its article, as far as the page has one.</summary>
internal sealed class JsonLd
{
    private const int MostObjects = 2_000;
    private const int Deepest = 32;
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = Deepest };

    private static readonly HashSet<string> ArticleTypes = new(StringComparer.Ordinal)
    {
        "Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
        "ReviewNewsArticle", "AskPublicNewsArticle", "SatiricalArticle", "ScholarlyArticle", "TechArticle", "SocialMediaPosting", "LiveBlogPosting",
        "AdvertiserContentArticle", "Review", "Recipe", "HowTo", "DiscussionForumPosting", "MedicalScholarlyArticle", "APIReference",
    };

    private readonly List<JsonElement> _objects = [];
    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);

    private JsonLd()
    {
    }

    /// <summary>Whether one of the objects is an article.</summary>
    public bool HasArticle => Article is not null;

    /// <summary>The article's headline.</summary>
    public string? Headline => Text(Article, "headline") ?? Text(Article, "name");

    /// <summary>Names of the authors.</summary>
    public IReadOnlyList<string> Authors => Names(Article, "author") is { Count: > 0 } authors ? authors : Names(Article, "creator");

    /// <summary>When the article was published, as it is written.</summary>
    public string? Published => Text(Article, "datePublished") ?? Text(Article, "dateCreated") ?? Text(OfType("WebPage"), "datePublished");

    /// <summary>The site's or the publisher's name.</summary>
    public string? SiteName => Text(OfType("WebSite"), "name") ?? Names(Article, "publisher").FirstOrDefault();

    /// <summary>Language of the article.</summary>
    public string? Language => Text(Article, "inLanguage") ?? Text(OfType("WebPage"), "inLanguage");

    /// <summary>Summary of the article.</summary>
    public string? Description => Text(Article, "description");

    /// <summary>Text of the article, if it is there in full.</summary>
    public string? Body => Text(Article, "articleBody") ?? Text(Article, "text");

    /// <summary>Address of the article.</summary>
    public string? Address => Link(Article, "mainEntityOfPage") ?? Link(Article, "url");

    /// <summary>Address of the article's image.</summary>
    public string? Image => Link(Article, "image") ?? Link(Article, "thumbnailUrl");

    private JsonElement? Article { get; set; }

    /// <summary>Reads the blocks of a page. One that is no JSON is passed over.</summary>
    public static JsonLd Read(IReadOnlyList<string> blocks, Uri page)
    {
        var found = new JsonLd();
        foreach (var block in blocks)
        {
            if (Parse(block) is { } root)
                found.Collect(root);
        }
        var articles = found._objects.FindAll(static item => Types(item).Any(ArticleTypes.Contains));
        // A page that lists others names them, too: the article is the one at the page's own address.
        var own = articles.FindIndex(item => IsAt(found.Link(item, "mainEntityOfPage") ?? found.Link(item, "url"), page));
        if (articles.Count > 0)
            found.Article = articles[Math.Max(own, 0)];
        return found;
    }

    private static JsonElement? Parse(string block)
    {
        var text = new StringBuilder(block.Length);
        foreach (var letter in block)
            text.Append(letter < ' ' ? ' ' : letter);
        var json = text.ToString().Trim();
        // Some wrap it so that browsers of the last century do not show it.
        var (start, end) = (json.AsSpan().IndexOfAny('{', '['), json.AsSpan().LastIndexOfAny('}', ']'));
        if (start < 0 || end < start)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(start, end - start + 1), Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>All objects, the outer ones before what is in them. The depth of the JSON is bounded by its parser.</summary>
    private void Collect(JsonElement element)
    {
        if (_objects.Count >= MostObjects)
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            _objects.Add(element);
            if (element.TryGetProperty("@id", out var id) && id.ValueKind == JsonValueKind.String && element.EnumerateObject().Count() > 1)
                _byId.TryAdd(id.GetString()!, element);
            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                    Collect(property.Value);
            }
        }
    }

    private JsonElement? OfType(string type)
    {
        var index = _objects.FindIndex(item => Types(item).Contains(type, StringComparer.Ordinal));
        return index < 0 ? null : _objects[index];
    }

    private static IEnumerable<string> Types(JsonElement item)
    {
        if (!item.TryGetProperty("@type", out var type))
            return [];
        var types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : new[] { type };
        return types.Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!.Split('/', ':')[^1]);
    }

    private static bool IsAt(string? address, Uri page) =>
        address is not null && Uri.TryCreate(page, address, out var absolute) && absolute.AbsolutePath.TrimEnd('/') == page.AbsolutePath.TrimEnd('/')
        && string.Equals(absolute.Host, page.Host, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonElement? item, string property)
    {
        if (item is not { } value || !value.TryGetProperty(property, out var found))
            return null;
        if (found.ValueKind == JsonValueKind.Array && found.GetArrayLength() > 0)
            found = found[0];
        if (found.ValueKind != JsonValueKind.String)
            return null;
        var text = WebUtility.HtmlDecode(found.GetString())!.Trim();
        return text.Length == 0 ? null : text;
    }

    private string? Link(JsonElement? item, string property)
    {
        if (item is not { } value || !value.TryGetProperty(property, out var found))
            return null;
        if (found.ValueKind == JsonValueKind.Array && found.GetArrayLength() > 0)
            found = found[0];
        if (found.ValueKind == JsonValueKind.String)
            return found.GetString();
        if (found.ValueKind != JsonValueKind.Object)
            return null;
        var target = Follow(found);
        return Text(target, "url") ?? Text(target, "contentUrl") ?? (property == "image" ? null : Text(target, "@id"));
    }

    private List<string> Names(JsonElement? item, string property)
    {
        if (item is not { } value || !value.TryGetProperty(property, out var found))
            return [];
        var names = new List<string>();
        foreach (var one in found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().Take(20) : [found])
        {
            var name = one.ValueKind == JsonValueKind.String ? WebUtility.HtmlDecode(one.GetString()!).Trim()
                : one.ValueKind == JsonValueKind.Object ? Text(Follow(one), "name") : null;
            if (name is { Length: > 0 })
                names.Add(name);
        }
        return names;
    }

    /// <summary>The object that one with only an <c>@id</c> stands for.</summary>
    private JsonElement Follow(JsonElement item) =>
        item.TryGetProperty("@id", out var id) && id.ValueKind == JsonValueKind.String && _byId.TryGetValue(id.GetString()!, out var target) ? target : item;
}
