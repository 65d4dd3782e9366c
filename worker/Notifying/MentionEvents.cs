using System.Globalization;
using System.Text.Json;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Notifying.SavedMessages;

namespace TelegramParser.Worker.Notifying;

/// <summary>The event that a mention is.</summary>
internal static class MentionEvents
{
    /// <summary>The event.</summary>
    /// <param name="user">For whom the group is watched.</param>
    /// <param name="mention">The mention.</param>
    /// <param name="notify">Whom it is for.</param>
    /// <param name="now">When it is noticed.</param>
    public static OutboxEvent Of(NotifiedUser user, NewMention mention, NotifySettings notify, DateTimeOffset now)
    {
        return new OutboxEvent(
            new NotificationSource(NotificationSources.Monitor, mention.Monitor),
            NotificationTypes.MentionFound,
            string.Create(CultureInfo.InvariantCulture, $"{mention.ChatId}/{mention.MessageId}"),
            EventPayloads.Of(
                notify,
                () => NotificationJson.Serialize(new NotificationEvent<MentionFound>(NotificationTypes.MentionFound, now, Data(user, mention))),
                () => SavedNote.Of(mention)),
            now);
    }

    private static MentionFound Data(NotifiedUser user, NewMention mention) => new(
        user,
        mention.Monitor,
        new NotifiedChat(mention.ChatId, mention.Title, mention.Username),
        new NotifiedMention
        {
            Id = mention.Id,
            MessageId = mention.MessageId,
            Date = mention.Date,
            Topic = mention.Topic,
            Sender = EventPayloads.Json(mention.SenderJson),
            Text = mention.Text,
            Entities = EventPayloads.Json(mention.EntitiesJson),
            ReplyTo = EventPayloads.Json(mention.ReplyToJson),
            Triggers = JsonElement.Parse(mention.TriggersJson),
            Permalink = mention.Permalink,
        },
        [.. JsonElement.Parse(mention.ContextJson).EnumerateArray().Select(Near)]);

    private static NotifiedContext Near(JsonElement message) => new(
        message.GetProperty("message_id").GetInt64(),
        message.GetProperty("date").GetDateTimeOffset(),
        message.GetProperty("sender") is { ValueKind: not JsonValueKind.Null } sender ? sender : null,
        message.GetProperty("text").GetString()!);
}
