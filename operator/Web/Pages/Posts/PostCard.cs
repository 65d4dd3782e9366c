using System.Globalization;
using System.Text.Json;
using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>One post: what it says and said, where it leads, how often it was seen. All of it is others' text.</summary>
/// <param name="Texts">Language of the page.</param>
/// <param name="Posts">Address of the posts page.</param>
/// <param name="Now">The time.</param>
internal sealed record PostCard(PageTexts Texts, string Posts, DateTimeOffset Now)
{
    /// <summary>Characters of a text that are shown.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Whether the day stands above, so that the time is enough.</summary>
    public bool IsOfDay { get; init; }

    private const int MostQuoted = 300;

    public Html Render(PostRow row, PostParts parts, LinkSummary? pages) => Html.Of($"""
        <article class="post{Html.If(row.DeletedAt is not null, $" deleted")}{Html.If(row.Post.Kind == PostKinds.Service, $" service")}" aria-labelledby="post-{row.Id}">
          <header>
            <h3 id="post-{row.Id}"><bdi>{PostText.Shown(row.ChannelTitle)}</bdi></h3>
            <a class="when" href="{Url(row)}">{(IsOfDay ? Moment.Clock(Texts, row.Post.Date) : Moment.Written(Texts, row.Post.Date, Now))}</a>
            {Marks(row)}
          </header>
          {Origin(row)}
          {Text(row)}
          {PostMedia.Render(Texts, row)}
          {Links(parts)}
          {LinkedPages.Render(Texts, PostEnrichment.Of(pages))}
          {Versions(row, parts)}
          {Footer(row)}
        </article>
        """);

    private string Url(PostRow row) => $"{Posts}/{row.Id.ToString(CultureInfo.InvariantCulture)}";

    private Html Marks(PostRow row) => Html.Of($"""
        {Html.If(row.Post.Kind == PostKinds.Service, $"""<span class="pill">{Texts.Posts.Service}</span>""")}
        {Html.If(row.Post.EditDate is not null, $"""<span class="pill">{Texts.Posts.Edited(Written(row.Post.EditDate))}</span>""")}
        {Html.If(row.DeletedAt is not null, $"""<span class="pill bad">{Texts.Posts.Deleted(Written(row.DeletedAt))}</span>""")}
        """);

    private Html Origin(PostRow row)
    {
        var (forward, reply) = (PostItem.Json(row.Post.ForwardJson), PostItem.Json(row.Post.ReplyToJson));
        var from = forward?.Text("user_name") ?? forward?.Text("author_signature") ?? "";
        var quote = reply?.Text("quote") ?? "";
        return Html.Of($"""
            {Html.If(forward is not null, $"""<p class="origin">{Texts.Posts.Forwarded} <bdi>{PostText.Shown(from)}</bdi></p>""")}
            {Html.If(reply is not null, $"""<p class="origin">{Texts.Posts.Reply} <q dir="auto">{PostText.Shown(PostText.Cut(quote, MostQuoted))}</q></p>""")}
            """);
    }

    private Html Text(PostRow row) => row.Post.Text.Length == 0
        ? Html.If(row.Post.MediaKind is null, $"""<p class="soft">{Texts.Posts.NoText}</p>""")
        : Html.Of($"""
            <div class="text" dir="auto">{PostText.Render(row.Post.Text, TextStyle.Read(row.Post.EntitiesJson), Most)}</div>
            {Html.If(row.Post.Text.Length > Most, $"""<p><a href="{Url(row)}">{Texts.Posts.ShowAll(row.Post.Text.Length)}</a></p>""")}
            """);

    // Those of the text stand in the text.
    private Html Links(PostParts parts)
    {
        var links = parts.Links.Where(link => link.Kind is not ("url" or "text_link")).ToList();
        return Html.If(links.Count > 0, $"""
            <ul class="urls" aria-label="{Texts.Posts.Links}">{links.Select(Link)}</ul>
            """);
    }

    private static Html Link(LinkRecord link)
    {
        var shown = PostText.Shown(PostText.Cut(link.Url, MostQuoted));
        return SafeLink.Of(link.Url) is { } url
            ? Html.Of($"""<li><a href="{url}" rel="noopener noreferrer nofollow" target="_blank"><bdi>{shown}</bdi></a></li>""")
            : Html.Of($"<li><bdi>{shown}</bdi></li>");
    }

    private Html Versions(PostRow row, PostParts parts) => Html.If(parts.Versions.Count > 0, $"""
        <details class="versions">
          <summary>{Texts.Posts.Versions(parts.Versions.Count)}</summary>
          {parts.Versions.Reverse().Select(version => Html.Of($"""
              <p class="soft">{Texts.Posts.VersionUntil(Written(version.RecordedAt))}</p>
              <div class="text" dir="auto">{PostText.Render(version.Text, TextStyle.Read(version.EntitiesJson), Most)}</div>
              {Html.If(version.Text.Length > Most, $"""<p><a href="{Url(row)}">{Texts.Posts.ShowAll(version.Text.Length)}</a></p>""")}
              """))}
        </details>
        """);

    private Html Footer(PostRow row)
    {
        var texts = Texts.Posts;
        var counts = new[] { (row.Post.Views, texts.Views), (row.Post.Forwards, texts.Forwards), (row.Post.Replies, texts.Replies) }
            .Where(count => count.Item1 > 0)
            .Select(count => Html.Of($"<span>{count.Item2(count.Item1!.Value)}</span>"));
        var reactions = PostItem.Json(row.Post.ReactionsJson) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
        var signature = row.Post.AuthorSignature;
        return Html.Of($"""
            <footer>
              {counts}
              {reactions.Select(reaction => Html.Of($"""<span>{reaction.Text("emoji") ?? "★"} {Figures.Grouped(reaction.Number("count") ?? 0)}</span>"""))}
              {Html.If(signature is not null, $"<bdi>{PostText.Shown(signature ?? "")}</bdi>")}
              {Html.If(SafeLink.Of(row.Post.Permalink) is not null, $"""<a href="{SafeLink.Of(row.Post.Permalink)}" rel="noopener noreferrer nofollow" target="_blank">{texts.OpenInTelegram}</a>""")}
            </footer>
            """);
    }

    private string Written(DateTimeOffset? at) => Moment.Plain(Texts, at ?? default, Now);
}
