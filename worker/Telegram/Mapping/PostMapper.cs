using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using TelegramParser.Contracts.Channels;
using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>Makes of a message what is stored of it. A pure function.</summary>
public static class PostMapper
{
    // Contents that somebody posted, though there is no record for them; all others without a record are service messages.
    private static readonly FrozenSet<string> Posted = new[]
    {
        "messageExpiredPhoto", "messageExpiredVideo", "messageExpiredVideoNote",
        "messageExpiredVoiceNote", "messageLiveLocation", "messageGame", "messageStakeDice", "messageInvoice",
        "messageGiveaway", "messageGiveawayWinners", "messageUnsupported",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Maps a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="username">Public name of its chat; null when it has none.</param>
    public static PostRecord Map(Message message, string? username)
    {
        var id = MessageId.FromTdlib(message.Id);
        var text = TextOf(message.Content);
        var (mediaKind, media) = MediaMapper.Map(message.Content);
        var preview = (message.Content as MessageText)?.LinkPreview;
        return new PostRecord
        {
            MessageId = id,
            Date = DateTimeOffset.FromUnixTimeSeconds(message.Date),
            EditDate = message.EditDate == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(message.EditDate),
            Kind = IsService(message.Content) ? PostKinds.Service : PostKinds.Message,
            Text = text.Text,
            EntitiesJson = EntityMapper.Map(text.Entities) is { Count: > 0 } entities
                ? JsonSerializer.Serialize(entities, PostJson.Default.IReadOnlyListEntityJson)
                : null,
            MediaKind = mediaKind,
            MediaJson = media is null ? null : JsonSerializer.Serialize(media, PostJson.Default.MediaJson),
            AlbumId = message.MediaAlbumId.NullIfZero(),
            ReplyToJson = OriginMapper.Reply(message.ReplyTo) is { } reply
                ? JsonSerializer.Serialize(reply, PostJson.Default.ReplyJson)
                : null,
            ForwardJson = OriginMapper.Forward(message.ForwardInfo) is { } forward
                ? JsonSerializer.Serialize(forward, PostJson.Default.OriginJson)
                : null,
            AuthorSignature = message.AuthorSignature.NullIfEmpty(),
            SenderJson = OriginMapper.Sender(message) is { } sender
                ? JsonSerializer.Serialize(sender, PostJson.Default.SenderJson)
                : null,
            Views = message.InteractionInfo?.ViewCount,
            Forwards = message.InteractionInfo?.ForwardCount,
            Replies = message.InteractionInfo?.ReplyInfo?.ReplyCount,
            ReactionsJson = message.InteractionInfo?.Reactions is { Items.Count: > 0 } reactions
                ? JsonSerializer.Serialize(Map(reactions), PostJson.Default.IReadOnlyListReactionJson)
                : null,
            PollJson = message.Content is MessagePoll { Poll: var poll }
                ? JsonSerializer.Serialize(MediaMapper.Results(poll), PostJson.Default.PollJson)
                : null,
            Permalink = Permalink(message.ChatId, id, username),
            Links = LinkCollector.Collect(text, message.ReplyMarkup, preview),
        };
    }

    /// <summary>Whether nobody posted it: it tells of something that happened in the chat.</summary>
    internal static bool IsService(MessageContent content) => content is MessageOther { Type: var type } && !Posted.Contains(type);

    /// <summary>Address of a message on t.me; null when its chat is neither supergroup nor channel.</summary>
    /// <param name="chatId">TDLib's chat id.</param>
    /// <param name="messageId">The server's message id.</param>
    /// <param name="username">Public name of the chat; without one, only members can open the address.</param>
    public static string? Permalink(long chatId, long messageId, string? username)
    {
        if (ChatId.ToChannelId(chatId) is not { } channelId)
            return null;
        return username is null
            ? string.Create(CultureInfo.InvariantCulture, $"https://t.me/c/{channelId}/{messageId}")
            : string.Create(CultureInfo.InvariantCulture, $"https://t.me/{username}/{messageId}");
    }

    /// <summary>Text or caption of a message; empty when it has none.</summary>
    internal static FormattedText TextOf(MessageContent content) => content switch
    {
        MessageText text => text.Text,
        MessageRichMessage rich => rich.Text,
        MessagePhoto photo => photo.Caption,
        MessageVideo video => video.Caption,
        MessageAudio audio => audio.Caption,
        MessageVoiceNote voice => voice.Caption,
        MessageDocument document => document.Caption,
        MessageAnimation animation => animation.Caption,
        MessagePaidMedia paid => paid.Caption,
        MessagePoll { Description: { } description } => description,
        MessageAnimatedEmoji emoji => new FormattedText(emoji.Emoji, []),
        _ => FormattedText.Empty,
    };

    private static IReadOnlyList<ReactionJson> Map(MessageReactions reactions) =>
        [.. reactions.Items.Select(reaction => reaction.Type switch
        {
            ReactionTypeEmoji { Emoji: var emoji } => new ReactionJson("emoji", reaction.TotalCount) { Emoji = emoji },
            ReactionTypeCustomEmoji { CustomEmojiId: var id } => new ReactionJson("custom_emoji", reaction.TotalCount)
            {
                CustomEmojiId = id.ToString(CultureInfo.InvariantCulture),
            },
            ReactionTypePaid => new ReactionJson("paid", reaction.TotalCount),
            _ => new ReactionJson("unknown", reaction.TotalCount),
        })];
}
