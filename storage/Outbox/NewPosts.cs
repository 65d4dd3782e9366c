using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Outbox;

/// <summary>Posts of a subscription that were not handed to the outbox yet.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Subscription">Its name.</param>
/// <param name="ChatId">The channel.</param>
/// <param name="Title">Its title.</param>
/// <param name="Username">Its username, without @.</param>
/// <param name="From">They begin above this message id.</param>
/// <param name="Cursor">How far the channel was read when they were listed.</param>
/// <param name="Posts">The posts, oldest first; perhaps none, when only service messages are new.</param>
public sealed record NewPosts(
    long SubscriptionId, string Subscription, long ChatId, string Title, string? Username, long From, long Cursor, IReadOnlyList<NewPost> Posts);

/// <summary>A post that was not handed to the outbox yet.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Post">The post.</param>
/// <param name="Urls">What it links to, each once.</param>
public sealed record NewPost(long Id, PostRecord Post, IReadOnlyList<string> Urls)
{
    internal static readonly Fragment Columns = new(
        """
        id, message_id, date, edit_date, kind, text, entities, media_kind, media, album_id, reply_to, forward, author_signature, sender, permalink
        """);

    internal static NewPost Read(NpgsqlDataReader row) => new(row.Get<long>("id"), new PostRecord
    {
        MessageId = row.Get<long>("message_id"),
        Date = row.Get<DateTimeOffset>("date"),
        EditDate = row.Get<DateTimeOffset?>("edit_date"),
        Kind = row.Get<string>("kind"),
        Text = row.Get<string>("text"),
        EntitiesJson = row.Get<string?>("entities"),
        MediaKind = row.Get<string?>("media_kind"),
        MediaJson = row.Get<string?>("media"),
        AlbumId = row.Get<long?>("album_id"),
        ReplyToJson = row.Get<string?>("reply_to"),
        ForwardJson = row.Get<string?>("forward"),
        AuthorSignature = row.Get<string?>("author_signature"),
        SenderJson = row.Get<string?>("sender"),
        Permalink = row.Get<string?>("permalink"),
    }, row.Get<string[]>("urls"));
}
