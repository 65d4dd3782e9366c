using System.Globalization;
using System.Text;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Notifying.SavedMessages;

/// <summary>Joins notes into the text of one message.</summary>
internal static class SavedText
{
    /// <summary>Most UTF-16 code units of a message.</summary>
    public const int Longest = 4096;

    private const string Between = "\n\n";

    /// <summary>The text of as many of the first notes as fit into one message.</summary>
    /// <param name="notes">The notes, one at least.</param>
    /// <returns>The text, and how many notes are in it.</returns>
    public static (FormattedText Text, int Notes) Join(IEnumerable<SavedNote> notes)
    {
        var text = new StringBuilder();
        var titles = new List<TextEntity>();
        foreach (var note in notes)
        {
            var body = Body(note);
            var separator = text.Length == 0 ? "" : Between;
            if (text.Length + separator.Length + note.Title.Length + body.Length > Longest)
                break;
            text.Append(separator);
            titles.Add(new TextEntity(text.Length, note.Title.Length, new TextEntityTypeBold()));
            text.Append(note.Title).Append(body);
        }
        return (new FormattedText(text.ToString(), titles), titles.Count);
    }

    private static string Body(SavedNote note)
    {
        var body = new StringBuilder();
        foreach (var line in note.Lines)
        {
            body.Append('\n');
            if (line.Sender is not null)
                body.Append(line.Sender).Append(": ");
            body.Append(line.Excerpt);
            if (line.Permalink is not null)
                body.Append('\n').Append(line.Permalink);
        }
        if (note.More > 0)
            body.Append(CultureInfo.InvariantCulture, $"\n+ {note.More}");
        return body.ToString();
    }
}
