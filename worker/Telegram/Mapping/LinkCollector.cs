using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>
/// The links of a message, each once, in the order in which a reader meets them: those of the text (<c>url</c> when
/// written out, <c>text_link</c> when behind words), those of the buttons (<c>button</c>), the page that is previewed
/// (<c>preview</c>). E-mail addresses are none.
/// </summary>
internal static class LinkCollector
{
    internal static IReadOnlyList<LinkRecord> Collect(FormattedText text, ReplyMarkup? markup, LinkPreview? preview) =>
        [.. OfText(text)
            .Concat(OfButtons(markup))
            .Concat(preview is null ? [] : [new LinkRecord(WithScheme(preview.Url), "preview")])
            .DistinctBy(link => link.Url, StringComparer.Ordinal)];

    private static IEnumerable<LinkRecord> OfText(FormattedText text)
    {
        foreach (var entity in text.Entities)
        {
            if (entity.Type is TextEntityTypeTextUrl { Url: var url })
                yield return new LinkRecord(WithScheme(url), "text_link");
            else if (entity.Type is TextEntityTypeUrl)
                yield return new LinkRecord(WithScheme(text.Text.Substring(entity.Offset, entity.Length)), "url");
        }
    }

    private static IEnumerable<LinkRecord> OfButtons(ReplyMarkup? markup)
    {
        if (markup is not ReplyMarkupInlineKeyboard keyboard)
            yield break;
        foreach (var button in keyboard.Rows.SelectMany(row => row))
        {
            var url = button.Type switch
            {
                InlineKeyboardButtonTypeUrl type => type.Url,
                InlineKeyboardButtonTypeLoginUrl type => type.Url,
                InlineKeyboardButtonTypeWebApp type => type.Url,
                _ => null,
            };
            if (url is not null)
                yield return new LinkRecord(WithScheme(url), "button");
        }
    }

    // People write "example.com/news", and Telegram takes it for a link.
    private static string WithScheme(string url) =>
        url.Contains("://", StringComparison.Ordinal) ? url : $"https://{url}";
}
