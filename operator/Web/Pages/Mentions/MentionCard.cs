using System.Globalization;
using System.Text.Json;
using TelegramParser.Operator.Web.Mentions;
using TelegramParser.Operator.Web.Pages.Posts;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Mentions;

/// <summary>One mention: who wrote what, where, and why it was found. All of it is others' text.</summary>
/// <param name="Texts">Language of the page.</param>
/// <param name="Mentions">Address of the mentions page.</param>
/// <param name="Now">The time.</param>
internal sealed record MentionCard(PageTexts Texts, string Mentions, DateTimeOffset Now)
{
    private const int MostQuoted = 300;

    /// <summary>Whether the day stands above, so that the time is enough, and the messages around it stand on a page of their own.</summary>
    public bool IsOfDay { get; init; }

    public Html Render(MentionRow row)
    {
        var (mention, texts) = (row.Mention, Texts.Mentions);
        var quote = PostItem.Json(mention.ReplyToJson)?.Text("quote");
        return Html.Of($"""
            <article class="post" aria-labelledby="mention-{row.Id}">
              <header>
                <h3 id="mention-{row.Id}"><bdi>{Sender(mention.SenderJson)}</bdi></h3>
                <a class="when" href="{Url(row)}">{(IsOfDay ? Moment.Clock(Texts, mention.Date) : Moment.Written(Texts, mention.Date, Now))}</a>
                {MentionTrigger.Read(mention.TriggersJson).Select(Trigger)}
              </header>
              <p class="origin"><bdi>{PostText.Shown(row.GroupTitle)}</bdi>{Html.If(mention.Topic is not null, $" <bdi>{texts.Topic(PostText.Shown(mention.Topic ?? ""))}</bdi>")}</p>
              {Html.If(quote is not null, $"""<p class="origin">{Texts.Posts.Reply} <q dir="auto">{PostText.Shown(PostText.Cut(quote ?? "", MostQuoted))}</q></p>""")}
              {Text(mention.Text, TextStyle.Read(mention.EntitiesJson))}
              <footer>
                <span>{row.Monitor}</span>
                {Html.If(IsOfDay, $"""<a href="{Url(row)}">{texts.InContext}</a>""")}
                {Html.If(SafeLink.Of(mention.Permalink) is not null, $"""<a href="{SafeLink.Of(mention.Permalink)}" rel="noopener noreferrer nofollow" target="_blank">{Texts.Posts.OpenInTelegram}</a>""")}
              </footer>
            </article>
            """);
    }

    /// <summary>The mention between the messages around it.</summary>
    public Html Render(MentionDetails mention) => Html.Of($"""
        {Nearby(Texts.Mentions.Before, mention.Row.Mention.Before, awaited: 0)}
        {Render(mention.Row)}
        {Nearby(Texts.Mentions.After, mention.After, mention.Row.Mention.AfterWanted)}
        """);

    private string Url(MentionRow row) => $"{Mentions}/{row.Id.ToString(CultureInfo.InvariantCulture)}";

    private Html Trigger(MentionTrigger trigger) => Html.Of($"""
        <span class="pill">{Texts.Mentions.Triggers.GetValueOrDefault(trigger.Kind) ?? trigger.Kind}{Html.If(trigger.Value is not null, $": <bdi>{PostText.Shown(PostText.Cut(trigger.Value ?? "", MostQuoted))}</bdi>")}</span>
        """);

    private Html Nearby(string title, IReadOnlyList<ContextRecord> messages, int awaited) => Html.If(messages.Count > 0 || awaited > 0, $"""
        <section class="nearby" aria-label="{title}">
          <h2 class="day">{title}</h2>
          {messages.Select(message => Html.Of($"""
              <p class="soft"><bdi>{Sender(message.SenderJson)}</bdi> {Moment.Written(Texts, message.Date, Now)}</p>
              {Text(message.Text, [])}
              """))}
          {Html.If(awaited > 0, $"""<p class="soft">{Texts.Mentions.Awaited(awaited)}</p>""")}
        </section>
        """);

    private Html Text(string text, IReadOnlyList<TextStyle> styles) => text.Length == 0
        ? Html.Of($"""<p class="soft">{Texts.Posts.NoText}</p>""")
        : Html.Of($"""<div class="text" dir="auto">{PostText.Render(text, styles)}</div>""");

    private string Sender(string? json)
    {
        var sender = PostItem.Json(json) ?? default(JsonElement);
        var name = sender.Text("name") ?? (sender.Text("username") is { } username ? $"@{username}" : null);
        return name is null ? Texts.Mentions.Somebody : PostText.Shown(PostText.Cut(name, MostQuoted));
    }
}
