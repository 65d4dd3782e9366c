using System.Globalization;
using System.Text.Json;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>What is known of a post's media; the files themselves are not stored.</summary>
internal static class PostMedia
{
    public static Html Render(PageTexts texts, PostRow row)
    {
        if (row.Post.MediaKind is not { } kind)
            return Html.None;
        var media = PostItem.Json(row.Post.MediaJson) ?? default;
        return Html.Of($"""
            <div class="media">
              <p><span class="pill">{texts.Posts.Media.GetValueOrDefault(kind) ?? kind}</span> {Facts(media)}</p>
              {Html.If(kind == "poll", $"{Poll(texts, media, PostItem.Json(row.Post.PollJson) ?? default)}")}
            </div>
            """);
    }

    private static IEnumerable<Html> Facts(JsonElement media)
    {
        string?[] words =
        [
            media.Text("site_name"), media.Text("title"), media.Text("performer"), media.Text("file_name"), media.Text("question"),
            media.Text("description"), media.Text("address"), media.Text("first_name"), media.Text("last_name"), media.Text("emoji"),
        ];
        return words.OfType<string>().Select(word => Html.Of($"<bdi>{PostText.Shown(PostText.Cut(word, 300))}</bdi> "))
            .Append(Html.Of($"""<span class="soft">{string.Join(" · ", Sizes(media))}</span>"""));
    }

    private static IEnumerable<string> Sizes(JsonElement media)
    {
        if (media.Number("width") is { } width && media.Number("height") is { } height)
            yield return $"{width} × {height}";
        if (media.Number("duration") is { } seconds and > 0 and < 360_000)
            yield return TimeSpan.FromSeconds(seconds).ToString(seconds >= 3600 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
        if (media.Number("size") is { } size and > 0)
            yield return size < 1_000_000 ? $"{Math.Max(1, size / 1000)} kB" : $"{(size / 1e6).ToString("0.#", CultureInfo.InvariantCulture)} MB";
    }

    private static Html Poll(PageTexts texts, JsonElement media, JsonElement poll)
    {
        var votes = poll.Items("votes").Select(vote => vote.TryGetInt64(out var count) ? count : 0).ToList();
        var options = media.Items("options").Select((option, i) => Html.Of($"""
            <li><bdi>{PostText.Shown(option.ToString())}</bdi>{Html.If(i < votes.Count, $""" <span class="soft">{texts.Posts.Votes(votes.ElementAtOrDefault(i))}</span>""")}</li>
            """));
        return Html.Of($"<ol>{options}</ol>");
    }
}
