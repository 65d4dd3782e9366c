using AngleSharp.Dom;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// An element or a text of the page, with what scoring measures of it. A tree of its own beside AngleSharp's: nodes are left out by a
/// mark, which costs nothing, and measures stand where they belong.
/// </summary>
internal sealed class PageNode
{
    private readonly IElement? _element;

    private PageNode(PageNode? parent, IElement? element, string tag, string text)
    {
        _element = element;
        Parent = parent;
        Tag = tag;
        Text = text;
        Words = element is null ? NameWords.None : NameWords.Of(element);
        Depth = parent is null ? 0 : parent.Depth + 1;
        InLink = parent is { InLink: true } || tag == "a" && Attribute("href") is not null;
    }

    /// <summary>A text of its own, in a place of the tree.</summary>
    public static PageNode OfText(PageNode parent, string text) => new(parent, null, "", text);

    /// <summary>An element, still without children.</summary>
    public static PageNode OfElement(PageNode? parent, IElement element) => new(parent, element, element.LocalName, "");

    /// <summary>The element that holds this one; null for the root.</summary>
    public PageNode? Parent { get; }

    /// <summary>The element's name in lower case; empty for a text.</summary>
    public string Tag { get; }

    /// <summary>Characters of a text, as they stand in the page; empty for an element.</summary>
    public string Text { get; }

    /// <summary>Whether this is a text.</summary>
    public bool IsText => Tag.Length == 0;

    /// <summary>Elements above this one.</summary>
    public int Depth { get; }

    /// <summary>Whether this is a link or inside of one.</summary>
    public bool InLink { get; }

    /// <summary>What the page calls this element: the words of class, id and the like.</summary>
    public NameWords Words { get; }

    /// <summary>What is inside, in order.</summary>
    public List<PageNode> Children { get; } = [];

    /// <summary>Left out, with all that is inside.</summary>
    public bool Dropped { get; set; }

    /// <summary>The caption of an image: not part of the text.</summary>
    public bool IsCaption { get; set; }

    /// <summary>Whether the node is neither left out nor a caption.</summary>
    public bool IsKept => !Dropped && !IsCaption;

    /// <summary>What was measured by <see cref="Measures.Measure"/>.</summary>
    public Measures Measures { get; set; }

    /// <summary>Children that are part of the text.</summary>
    public IEnumerable<PageNode> Kept => Children.Where(static child => child.IsKept);

    /// <summary>Value of an attribute, trimmed; null if it is missing or empty.</summary>
    public string? Attribute(string name) => _element?.GetAttribute(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Whether the attribute is there, with or without a value.</summary>
    public bool Has(string name) => _element?.HasAttribute(name) ?? false;

    /// <summary>This node and all that are inside and part of the text, in the page's order. What is left out on the way is not gone into.</summary>
    public IEnumerable<PageNode> Subtree()
    {
        var open = new Stack<PageNode>();
        if (IsKept)
            open.Push(this);
        while (open.TryPop(out var node))
        {
            yield return node;
            if (!node.IsKept)
                continue;
            for (var index = node.Children.Count - 1; index >= 0; index--)
            {
                if (node.Children[index].IsKept)
                    open.Push(node.Children[index]);
            }
        }
    }

    /// <summary>Whether this is the other one or inside of it.</summary>
    public bool IsIn(PageNode other)
    {
        for (var node = this; node is not null && node.Depth >= other.Depth; node = node.Parent)
        {
            if (node == other)
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => IsText ? Text.Trim() : $"<{Tag} {string.Join(' ', Words.All)}> {Measures}";
}
