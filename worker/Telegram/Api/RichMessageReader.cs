using System.Text;
using System.Text.Json;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>
/// Reads the text of a rich message: its blocks one after another, a line each, with the links behind words. TDLib's
/// many kinds of blocks differ in layout; what they say is in rich texts, wherever these stand.
/// </summary>
internal sealed class RichMessageReader
{
    private readonly StringBuilder _text = new();
    private readonly List<TextEntity> _links = [];

    /// <summary>The text of a <c>messageRichMessage</c>.</summary>
    public static FormattedText Read(JsonElement content)
    {
        var reader = new RichMessageReader();
        reader.Walk(content);
        return new FormattedText(reader._text.ToString().TrimEnd('\n'), reader._links);
    }

    private void Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Walk(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            WalkObject(element, element.TryGetProperty("@type", out var type) ? type.GetString()! : "");
        }
    }

    private void WalkObject(JsonElement element, string type)
    {
        switch (type)
        {
            case "richTextPlain":
                _text.Append(element.GetProperty("text").GetString());
                break;
            case "richTextCustomEmoji":
                _text.Append(element.GetProperty("alternative_text").GetString());
                break;
            case "richTextMathematicalExpression":
                _text.Append(element.GetProperty("expression").GetString());
                break;
            case "richTextUrl":
                var start = _text.Length;
                Walk(element.GetProperty("text"));
                if (_text.Length > start)
                    _links.Add(new TextEntity(start, _text.Length - start, new TextEntityTypeTextUrl(element.GetProperty("url").GetString()!)));
                break;
            case "richTextDiff":
                Walk(element.GetProperty("text"));
                break;
            default:
                foreach (var property in element.EnumerateObject())
                    Walk(property.Value);
                if (type.StartsWith("pageBlock", StringComparison.Ordinal) && _text.Length > 0 && _text[^1] != '\n')
                    _text.Append('\n');
                break;
        }
    }
}
