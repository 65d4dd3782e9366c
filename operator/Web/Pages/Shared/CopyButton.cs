using TelegramParser.Operator.Web.Assets;
using TelegramParser.Operator.Web.Pages.Texts;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>Copies what a field holds. Without the script it is not there, and the field can be marked and copied by hand.</summary>
internal static class CopyButton
{
    /// <summary>The script, for the page's head.</summary>
    public static Html Script => Html.Of($"""<script src="{StaticAssets.CopyScript.Url}" defer></script>""");

    /// <summary>The button.</summary>
    /// <param name="texts">Language of the page.</param>
    /// <param name="field">Id of an input or textarea.</param>
    public static Html Render(PageTexts texts, string field) => Html.Of($"""
        <button type="button" class="small quiet" data-copy="{field}" data-copied="{texts.Common.Copied}" aria-live="polite" hidden>{texts.Common.Copy}</button>
        """);
}
