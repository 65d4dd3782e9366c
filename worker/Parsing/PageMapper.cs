using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Parsing;

/// <summary>Makes of messages what is stored of them, each by itself: one that cannot be mapped is named, not thrown.</summary>
internal static class PageMapper
{
    /// <summary>Maps a page.</summary>
    /// <param name="chatId">The messages' channel.</param>
    /// <param name="messages">Messages.</param>
    /// <param name="username">Public name of the channel; null when it has none.</param>
    /// <param name="move">What storing the page does to the cursor.</param>
    public static PostPage Map(long chatId, IReadOnlyList<Message> messages, string? username, CursorMove move)
    {
        var posts = new List<PostRecord>(messages.Count);
        var unreadable = new List<UnstorableMessage>();
        foreach (var message in messages)
        {
            if (message.Unreadable is { } problem)
            {
                unreadable.Add(new UnstorableMessage(message.ServerId(), problem));
                continue;
            }
            try
            {
                posts.Add(PostMapper.Map(message, username));
            }
            catch (Exception e)
            {
                // A pure function of one message: whatever it throws is about that message alone.
                unreadable.Add(new UnstorableMessage(message.ServerId(), $"{e.GetType().Name}: {e.Message}"));
            }
        }
        return new PostPage(chatId, posts, move) { Unreadable = unreadable };
    }
}
