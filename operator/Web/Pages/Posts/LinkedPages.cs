using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>The text behind a post's links, folded in; or what became of them.</summary>
internal static class LinkedPages
{
    public static Html Render(PageTexts all, PostEnrichment? pages)
    {
        var texts = all.Posts;
        return pages switch
        {
            null or { PageId: null, Status: EnrichmentStatus.Done or EnrichmentStatus.Skipped } => Html.None,
            { PageId: { } page } => Html.Of($"""
                <details class="article">
                  <summary><bdi>{PostText.Shown(pages.Title ?? texts.LinkedPage)}</bdi></summary>
                  <p class="text" dir="auto">{PostText.Shown(pages.Excerpt ?? "")}</p>
                  <p><a href="/pages/{page}?format=text">{texts.ReadPage(pages.Length ?? 0)}</a></p>
                </details>
                """),
            { Status: EnrichmentStatus.Pending } => Html.Of($"""<p class="origin">{texts.PagePending}</p>"""),
            _ => Html.Of($"""<p class="origin">{texts.PageFailed}</p>"""),
        };
    }
}
