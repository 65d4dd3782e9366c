using TelegramParser.Operator.Web.Dialogs;
using TelegramParser.Operator.Web.Pages.Shared;

namespace TelegramParser.Operator.Web.Pages.Subscribing;

/// <summary>Channels with a box each, the buttons, and the manifest of what was chosen.</summary>
internal static class SubscribeForm
{
    public static Html Render(SubscribeView view, string token)
    {
        var texts = view.Texts.Subscribe;
        var shown = view.All.Where(item => DialogLists.IsIn(item, view.Folder)).ToList();
        return Html.Of($"""
            {Html.If(view.Manifest is not null, $"{Manifest(view)}")}
            <section class="card">
              <h2>{texts.Title}</h2>
              <p class="soft">{texts.Lead}</p>
              {Html.If(view.Folders.Count > 0, $"{Folders(view)}")}
              {Html.If(view.IsTruncated, $"""<p class="soft">{texts.Truncated}</p>""")}
              {(shown.Count == 0 ? Html.Of($"""<p class="soft">{texts.Empty}</p>""") : Form.Post(AddressOf(view, ""), token, Html.Of($"""
                <table class="rows">
                  <thead>
                    <tr>
                      <th scope="col">{texts.Channel}</th>
                      <th scope="col">{texts.Folders}</th>
                      <th scope="col" class="number">{texts.Members}</th>
                    </tr>
                  </thead>
                  <tbody>{shown.Select(item => Row(view, item))}</tbody>
                </table>
                <div class="choices">
                  <button type="submit" class="primary">{texts.Show}</button>
                  <button type="submit" class="quiet" formaction="{AddressOf(view, "/manifest")}">{texts.Download}</button>
                </div>
                """)))}
            </section>
            """);
    }

    private static Html Manifest(SubscribeView view) => Html.Of($"""
        <section class="card">
          <div class="title">
            <h2 id="manifest-title">{view.Texts.Subscribe.Manifest}</h2>
            {CopyButton.Render(view.Texts, "manifest")}
          </div>
          <p class="soft">{view.Texts.Subscribe.Apply}</p>
          <textarea class="manifest" id="manifest" rows="14" readonly spellcheck="false" translate="no" aria-labelledby="manifest-title">{view.Manifest}</textarea>
        </section>
        """);

    private static Html Folders(SubscribeView view) => Html.Of($"""
        <nav class="tabs folders" aria-label="{view.Texts.Subscribe.Folders}">
          {Folder(view, null, view.Texts.Subscribe.All)}
          {view.Folders.Distinct(StringComparer.OrdinalIgnoreCase).Select(folder => Folder(view, folder, folder))}
        </nav>
        """);

    private static Html Folder(SubscribeView view, string? folder, string text) => Html.Of($"""
        <a href="{AddressOf(view with { Folder = folder }, "")}"{Html.If(string.Equals(folder, view.Folder, StringComparison.OrdinalIgnoreCase), $" aria-current=\"page\"")}><bdi>{text}</bdi></a>
        """);

    private static Html Row(SubscribeView view, DialogItem item)
    {
        var texts = view.Texts.Subscribe;
        var name = item.Username is { } username ? $"@{username}" : $"{item.ChatId}";
        var under = string.Join(" · ", new[] { name, item.Kind is "supergroup" ? texts.Group : null, item.Archived ? texts.Archived : null }.OfType<string>());
        return Html.Of($"""
            <tr>
              <td class="first">{(item.Subscription is { } subscription
                  ? Html.Of($"""<bdi>{item.Title}</bdi> <span class="pill good">{texts.ReadBy(subscription)}</span>""")
                  : Html.Of($"""
                    <label class="choice"><input type="checkbox" name="{SubscribePages.ChannelField}" value="{item.ChatId}"{Html.If(view.Chosen.Contains(item.ChatId), $" checked")}> <bdi>{item.Title}</bdi></label>
                    """))}<span class="under">{under}</span></td>
              <td data-label="{texts.Folders}">{(item.Folders.Count == 0 ? Html.Of($"–") : Html.Of($"<bdi>{string.Join(", ", item.Folders)}</bdi>"))}</td>
              <td data-label="{texts.Members}" class="number">{(item.MemberCount is { } members ? Figures.Grouped(members) : "–")}</td>
            </tr>
            """);
    }

    private static string AddressOf(SubscribeView view, string path) =>
        view.Urls.Subscribe + path + (view.Folder is null ? "" : $"?{SubscribePages.FolderParameter}={Uri.EscapeDataString(view.Folder)}");
}
