using System.Globalization;
using System.Text.Json;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Notifying.SavedMessages;

namespace TelegramParser.Worker.Notifying;

/// <summary>The event that new posts are.</summary>
internal static class PostEvents
{
    /// <summary>The event.</summary>
    /// <param name="user">For whom the posts were read.</param>
    /// <param name="posts">The posts, one at least.</param>
    /// <param name="notify">Whom it is for.</param>
    /// <param name="now">When it is noticed.</param>
    public static OutboxEvent Of(NotifiedUser user, NewPosts posts, NotifySettings notify, DateTimeOffset now)
    {
        return new OutboxEvent(
            new NotificationSource(NotificationSources.Subscription, posts.Subscription),
            NotificationTypes.PostsAdded,
            string.Create(CultureInfo.InvariantCulture, $"{posts.ChatId}/{posts.Posts[0].Post.MessageId}-{posts.Posts[^1].Post.MessageId}"),
            EventPayloads.Of(
                notify,
                () => NotificationJson.Serialize(new NotificationEvent<PostsAdded>(NotificationTypes.PostsAdded, now, Data(user, posts))),
                () => SavedNote.Of(posts)),
            now);
    }

    private static PostsAdded Data(NotifiedUser user, NewPosts posts) => new(
        user, posts.Subscription, new NotifiedChat(posts.ChatId, posts.Title, posts.Username), [.. posts.Posts.Select(Data)]);

    private static NotifiedPost Data(NewPost post) => new()
    {
        Id = post.Id,
        MessageId = post.Post.MessageId,
        Date = post.Post.Date,
        EditDate = post.Post.EditDate,
        Text = post.Post.Text,
        Entities = EventPayloads.Json(post.Post.EntitiesJson),
        MediaKind = post.Post.MediaKind,
        Media = EventPayloads.Json(post.Post.MediaJson),
        AlbumId = post.Post.AlbumId?.ToString(CultureInfo.InvariantCulture),
        ReplyTo = EventPayloads.Json(post.Post.ReplyToJson),
        Forward = EventPayloads.Json(post.Post.ForwardJson),
        AuthorSignature = post.Post.AuthorSignature,
        Sender = EventPayloads.Json(post.Post.SenderJson),
        Permalink = post.Post.Permalink,
        Links = post.Urls,
    };
}
