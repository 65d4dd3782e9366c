using System.Collections.Frozen;

namespace TelegramParser.Worker.Enrichment.Extraction.Reduction;

/// <summary>What <see cref="HtmlReducer"/> does with a tag.</summary>
internal enum TagRule
{
    /// <summary>Unknown elements, and those that only group: kept as a <c>span</c> if they say something about themselves.</summary>
    Neutral,

    /// <summary>A block, which ends an open paragraph.</summary>
    Block,

    /// <summary>A heading, which also ends an open heading.</summary>
    Heading,

    /// <summary>A paragraph.</summary>
    Paragraph,

    /// <summary>A list item or a term or its description, which ends the one before.</summary>
    Item,

    /// <summary>Emphasis, links, code: kept, and opened again when they end across blocks.</summary>
    Inline,

    /// <summary>An element without content.</summary>
    Void,

    /// <summary>A table.</summary>
    Table,

    /// <summary>Group of rows.</summary>
    RowGroup,

    /// <summary>Row.</summary>
    Row,

    /// <summary>Cell.</summary>
    Cell,

    /// <summary>The tags are left out, the content stays.</summary>
    Unwrap,

    /// <summary>Left out with its content.</summary>
    Skip,

    /// <summary>Content is text up to the end tag.</summary>
    Title,

    /// <summary>What addresses are relative to.</summary>
    Base,

    /// <summary>JSON-LD or code.</summary>
    Script,
}

/// <summary>The rules of all tags that are known.</summary>
internal static class TagRules
{
    private static readonly FrozenDictionary<string, Tag> Tags = Build();
    private static readonly FrozenDictionary<string, Tag>.AlternateLookup<ReadOnlySpan<char>> Lookup = Tags.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A tag's rule, the element that it becomes, and its end tag as it is searched in the page.</summary>
    public sealed record Tag(TagRule Rule, string Element, string EndTag)
    {
        /// <summary>Whether <see cref="Element"/> is another element than the page's, whose name is then kept as a class.</summary>
        public required bool Renamed { get; init; }
    }

    /// <summary>What an unknown element becomes.</summary>
    public static Tag Unknown { get; } = new(TagRule.Neutral, "span", "") { Renamed = true };

    /// <summary>What table cells outside tables become.</summary>
    public static Tag Division { get; } = Tags["div"];

    /// <summary>Cell, as it is opened around content that stands between cells.</summary>
    public static Tag Cell { get; } = Tags["td"];

    /// <summary>Row, likewise.</summary>
    public static Tag Row { get; } = Tags["tr"];

    /// <summary>Finds the rule of a name as the page writes it.</summary>
    public static Tag Find(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var tag) ? tag : Unknown;

    private static FrozenDictionary<string, Tag> Build()
    {
        var tags = new Dictionary<string, Tag>(StringComparer.OrdinalIgnoreCase);
        void Add(TagRule rule, string names, string? element = null)
        {
            foreach (var name in names.Split(' '))
                tags[name] = new Tag(rule, element ?? name, "</" + name) { Renamed = element is not null };
        }

        Add(TagRule.Block, "div section article main aside nav header footer address blockquote center details summary figure figcaption "
            + "ul ol dl pre hgroup fieldset legend");
        Add(TagRule.Block, "form dir menu", "div");
        Add(TagRule.Block, "amp-sidebar amp-user-notification amp-consent", "aside");
        Add(TagRule.Heading, "h1 h2 h3 h4 h5 h6");
        Add(TagRule.Paragraph, "p");
        Add(TagRule.Item, "li dt dd");
        Add(TagRule.Inline, "a b i em strong code kbd samp sub sup del s q cite");
        Add(TagRule.Inline, "strike", "s");
        Add(TagRule.Inline, "tt", "code");
        Add(TagRule.Void, "br hr img meta link wbr");
        Add(TagRule.Void, "amp-img image", "img");
        Add(TagRule.Table, "table");
        Add(TagRule.RowGroup, "thead tbody tfoot");
        Add(TagRule.Row, "tr");
        Add(TagRule.Cell, "td th");
        Add(TagRule.Cell, "caption", "caption");
        Add(TagRule.Neutral, "span time button label");
        Add(TagRule.Unwrap, "html head body font u big small ins mark nobr abbr acronym dfn var bdi bdo ruby rb picture source track col "
            + "colgroup input area param basefont bgsound embed keygen frame plaintext data output");
        Add(TagRule.Skip, "style svg math template iframe object applet canvas audio video select datalist textarea noscript noembed "
            + "noframes frameset map dialog xmp rt rp amp-ad amp-embed amp-iframe amp-analytics amp-video progress meter");
        Add(TagRule.Title, "title");
        Add(TagRule.Base, "base");
        Add(TagRule.Script, "script");
        return tags.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
