using System.Text.Json;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Notifying.SavedMessages;

namespace TelegramParser.Worker.Notifying;

/// <summary>What an event says to those whom it is for.</summary>
internal static class EventPayloads
{
    /// <summary>By target; nothing is made for a target that is not asked for.</summary>
    /// <param name="notify">Whom it is for.</param>
    /// <param name="webhook">Body of the webhook.</param>
    /// <param name="note">What is written into Saved Messages.</param>
    public static Dictionary<string, string> Of(NotifySettings notify, Func<string> webhook, Func<SavedNote> note)
    {
        var payloads = new Dictionary<string, string>(StringComparer.Ordinal);
        if (notify.HasWebhook())
            payloads[NotificationTargets.Webhook] = webhook();
        if (notify.SavedMessages)
            payloads[NotificationTargets.SavedMessages] = note().ToJson();
        return payloads;
    }

    /// <summary>Stored JSON as a part of a payload; null when there is none.</summary>
    public static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
