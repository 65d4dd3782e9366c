using AngleSharp.Dom;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>Makes the tree that is scored, of the one that AngleSharp has built.</summary>
internal static class PageTree
{
    /// <summary>The body and all inside. What is in the head is not part of it.</summary>
    /// <exception cref="OperationCanceledException">The extraction was cancelled.</exception>
    public static PageNode Build(IDocument document, CancellationToken cancellation)
    {
        var root = PageNode.OfElement(null, document.Body ?? document.DocumentElement);
        var open = new Stack<(INode From, PageNode To)>();
        open.Push((document.Body ?? document.DocumentElement, root));
        for (var nodes = 0; open.TryPop(out var pair); nodes++)
        {
            if ((nodes & 0x3ff) == 0)
                cancellation.ThrowIfCancellationRequested();
            var children = pair.From.ChildNodes;
            for (var index = 0; index < children.Length; index++)
            {
                if (children[index] is IText text)
                {
                    pair.To.Children.Add(PageNode.OfText(pair.To, text.Data));
                }
                else if (children[index] is IElement element && element.LocalName is not ("title" or "meta" or "link"))
                {
                    var node = PageNode.OfElement(pair.To, element);
                    pair.To.Children.Add(node);
                    open.Push((element, node));
                }
            }
        }
        return root;
    }
}
