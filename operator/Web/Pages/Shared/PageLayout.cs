using TelegramParser.Operator.Web.Assets;
using TelegramParser.Operator.Web.Pages.Texts;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>What all pages share: the head, the bar with the way home, and the place of the content.</summary>
internal static class PageLayout
{
    /// <param name="texts">Language of the page.</param>
    /// <param name="title">Title of the browser's tab.</param>
    /// <param name="content">What stands inside <c>main</c>.</param>
    /// <param name="bar">What stands at the end of the bar.</param>
    /// <param name="head">Further elements of the head.</param>
    public static Html Render(PageTexts texts, string title, Html content, Html bar = default, Html head = default) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{texts.Language}">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{title} · {texts.AppName}</title>
          <link rel="icon" type="image/svg+xml" href="{StaticAssets.Icon.Url}">
          <link rel="stylesheet" href="{StaticAssets.Style.Url}">
          {head}
        </head>
        <body>
          <header class="bar">
            <a class="brand" href="/"><img src="{StaticAssets.Icon.Url}" alt="" width="28" height="28">{texts.AppName}</a>
            {bar}
          </header>
          <main>
            {content}
          </main>
        </body>
        </html>
        """);

    /// <summary>A card with one message.</summary>
    public static Html Message(PageTexts texts, string title, string text) => Render(texts, title, Html.Of($"""
        <section class="card">
          <h1>{title}</h1>
          <p class="lead">{text}</p>
          <p><a href="/">{texts.Common.ToOverview}</a></p>
        </section>
        """));
}
