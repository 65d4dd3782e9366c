using TelegramParser.Operator.Web.Pages.Texts;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>A plain form whose address can be kept.</summary>
internal static class SearchForm
{
    /// <param name="texts">Language of the page.</param>
    /// <param name="path">Address of the page that is searched.</param>
    /// <param name="words">Words that are looked for now.</param>
    /// <param name="fields">The other inputs, each in its <c>div</c>.</param>
    /// <param name="help">What words can be looked for.</param>
    /// <param name="isNarrow">Whether not everything is asked for now.</param>
    public static Html Render(PageTexts texts, string path, string? words, IEnumerable<Html> fields, string help, bool isNarrow) => Html.Of($"""
        <form class="search" method="get" action="{path}" role="search">
          <div class="words">
            <label for="q">{texts.Posts.Search}</label>
            <input id="q" name="{SearchQuery.WordsName}" type="search" value="{words}" maxlength="256" aria-describedby="q-help">
          </div>
          {fields}
          <div class="go"><button type="submit" class="primary">{texts.Posts.Find}</button></div>
          <p class="help" id="q-help">{help}{Html.If(isNarrow, $""" <a href="{path}">{texts.Posts.Clear}</a>""")}</p>
        </form>
        """);

    /// <summary>One of some values, or all of them.</summary>
    public static Html Choice(string name, string label, string all, string? chosen, IEnumerable<(string Value, string Text)> options) => Html.Of($"""
        <div>
          <label for="{name}">{label}</label>
          <select id="{name}" name="{name}">
            <option value="">{all}</option>
            {options.Select(option => Html.Of($"""<option value="{option.Value}"{Html.If(option.Value == chosen, $" selected")}>{option.Text}</option>"""))}
          </select>
        </div>
        """);

    /// <summary>A day.</summary>
    public static Html Day(string name, string label, string? day) => Html.Of($"""
        <div>
          <label for="{name}">{label}</label>
          <input id="{name}" name="{name}" type="date" value="{day}">
        </div>
        """);

    /// <summary>The way to the first page and to the next one, where there are such.</summary>
    public static Html Paging(string label, (string Text, string? Url) newest, (string Text, string? Url) older) => Html.Of($"""
        <nav class="paging" aria-label="{label}">
          {Html.If(newest.Url is not null, $"""<a class="button" href="{newest.Url}">{newest.Text}</a>""")}
          {Html.If(older.Url is not null, $"""<a class="button" rel="next" href="{older.Url}">{older.Text}</a>""")}
        </nav>
        """);
}
