using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Marked parts of a text as TL. Clients show only what is sent: they find no hashtags or mentions themselves.</summary>
internal static class Entities
{
    public static IReadOnlyList<TlObject>? Of(Post post) =>
        post.Entities.Count == 0 ? null : [.. post.Entities.Select(Of)];

    private static TlObject Of(TextEntity entity) => new("messageEntity" + entity.Kind)
    {
        ["offset"] = entity.Offset,
        ["length"] = entity.Length,
        ["url"] = entity.Url,
        ["language"] = entity.Language,
        ["user_id"] = entity.UserId,
        ["document_id"] = entity.DocumentId,
    };
}
