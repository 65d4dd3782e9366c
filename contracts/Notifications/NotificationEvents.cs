using System.Text.Json;

namespace TelegramParser.Contracts.Notifications;

/// <summary>Types of events.</summary>
public static class NotificationTypes
{
    /// <summary>New posts of a channel: <see cref="PostsAdded"/>.</summary>
    public const string PostsAdded = "posts.added";

    /// <summary>A mention in a group: <see cref="MentionFound"/>.</summary>
    public const string MentionFound = "mention.found";
}

/// <summary>Body of a webhook's request, as standardwebhooks.com has it.</summary>
/// <typeparam name="T">What happened.</typeparam>
/// <param name="Type">Type of the event; it says what <paramref name="Data"/> is.</param>
/// <param name="Timestamp">When it was noticed.</param>
/// <param name="Data">What happened.</param>
public sealed record NotificationEvent<T>(string Type, DateTimeOffset Timestamp, T Data);

/// <summary>The TelegramUser for whom something was read.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public sealed record NotifiedUser(string Namespace, string Name);

/// <summary>The chat in which something happened.</summary>
/// <param name="ChatId">Its chat id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Username">Its username, without @.</param>
public sealed record NotifiedChat(long ChatId, string Title, string? Username);

/// <summary>New posts of a channel, up to 100 in one event; service messages are not among them.</summary>
/// <param name="User">For whom they were read.</param>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Posts">The posts, oldest first.</param>
public sealed record PostsAdded(NotifiedUser User, string Subscription, NotifiedChat Channel, IReadOnlyList<NotifiedPost> Posts);

/// <summary>A new post; the members are those of the REST API's posts.</summary>
public sealed record NotifiedPost
{
    /// <summary>Number of the stored post.</summary>
    public required long Id { get; init; }

    /// <summary>The message's id in the channel, as in its permalink.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was posted.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>When it was last edited.</summary>
    public required DateTimeOffset? EditDate { get; init; }

    /// <summary>Text or caption; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>Bold, links, mentions and the like, with offsets into the text in UTF-16 code units.</summary>
    public required JsonElement? Entities { get; init; }

    /// <summary>Kind of media, such as `photo`.</summary>
    public required string? MediaKind { get; init; }

    /// <summary>What is known of the media; files are not downloaded.</summary>
    public required JsonElement? Media { get; init; }

    /// <summary>The same in all posts of an album. Text, since it exceeds what JavaScript's numbers hold.</summary>
    public required string? AlbumId { get; init; }

    /// <summary>What it replies to.</summary>
    public required JsonElement? ReplyTo { get; init; }

    /// <summary>Where it was forwarded from.</summary>
    public required JsonElement? Forward { get; init; }

    /// <summary>Signature of the author, where the channel signs its posts.</summary>
    public required string? AuthorSignature { get; init; }

    /// <summary>Who sent it.</summary>
    public required JsonElement? Sender { get; init; }

    /// <summary>Address of the post on t.me.</summary>
    public required string? Permalink { get; init; }

    /// <summary>URLs that it links to, each once.</summary>
    public required IReadOnlyList<string> Links { get; init; }
}

/// <summary>A mention in a group, with what was written before it.</summary>
/// <param name="User">For whom the group is watched.</param>
/// <param name="Monitor">Name of the GroupMonitor.</param>
/// <param name="Group">The group.</param>
/// <param name="Mention">The message.</param>
/// <param name="Context">Messages before it, oldest first.</param>
public sealed record MentionFound(
    NotifiedUser User, string Monitor, NotifiedChat Group, NotifiedMention Mention, IReadOnlyList<NotifiedContext> Context);

/// <summary>A message that is a mention.</summary>
public sealed record NotifiedMention
{
    /// <summary>Number of the stored mention.</summary>
    public required long Id { get; init; }

    /// <summary>The message's id in the group.</summary>
    public required long MessageId { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Name of the forum's topic; null elsewhere.</summary>
    public required string? Topic { get; init; }

    /// <summary>Who wrote it.</summary>
    public required JsonElement? Sender { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>Bold, links, mentions and the like, with offsets into the text in UTF-16 code units.</summary>
    public required JsonElement? Entities { get; init; }

    /// <summary>What it replies to.</summary>
    public required JsonElement? ReplyTo { get; init; }

    /// <summary>What made it a mention, with `kind` (`mention`, `reply`, `keyword`, `pattern`) and `value`.</summary>
    public required JsonElement Triggers { get; init; }

    /// <summary>Address of the message on t.me.</summary>
    public required string? Permalink { get; init; }
}

/// <summary>A message near a mention.</summary>
/// <param name="MessageId">Its id in the group.</param>
/// <param name="Date">When it was written.</param>
/// <param name="Sender">Who wrote it.</param>
/// <param name="Text">Its text.</param>
public sealed record NotifiedContext(long MessageId, DateTimeOffset Date, JsonElement? Sender, string Text);
