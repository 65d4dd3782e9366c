using System.Text;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>Builds a text together with its entities.</summary>
internal sealed class RichText
{
    private readonly StringBuilder _text = new();
    private readonly List<TextEntity> _entities = [];

    public string Text => _text.ToString();

    public IReadOnlyList<TextEntity> Entities => _entities;

    public RichText Plain(string text)
    {
        _text.Append(text);
        return this;
    }

    public RichText Marked(EntityKind kind, string text) => Marked(text, new TextEntity(kind, _text.Length, text.Length));

    public RichText Link(string text, string url) =>
        Marked(text, new TextEntity(EntityKind.TextUrl, _text.Length, text.Length) { Url = url });

    public RichText Pre(string code, string language) =>
        Marked(code, new TextEntity(EntityKind.Pre, _text.Length, code.Length) { Language = language });

    public RichText Person(string name, long userId) =>
        Marked(name, new TextEntity(EntityKind.MentionName, _text.Length, name.Length) { UserId = userId });

    public RichText CustomEmoji(string emoji, long documentId) =>
        Marked(emoji, new TextEntity(EntityKind.CustomEmoji, _text.Length, emoji.Length) { DocumentId = documentId });

    private RichText Marked(string text, TextEntity entity)
    {
        _entities.Add(entity);
        return Plain(text);
    }
}
