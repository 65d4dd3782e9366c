using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>
/// Reads a message by itself: one that does not fit its record becomes a <see cref="Message.Unreadable"/> one and spoils
/// neither its page nor its chat.
/// </summary>
internal sealed class MessageConverter : JsonConverter<Message>
{
    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = reader;
        try
        {
            return reader.ReadAs<Message>(options);
        }
        // What the serializer itself would turn into a JsonException.
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            reader = start;
            return Unreadable(ref reader, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Messages are read from TDLib, never sent to it.");

    private static Message Unreadable(ref Utf8JsonReader reader, Exception error)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return new Message
        {
            Id = Number("id"),
            ChatId = Number("chat_id"),
            Date = Number("date"),
            Unreadable = error.Message,
        };

        // Without its place in the history a message could be neither recorded nor passed by.
        long Number(string name) =>
            json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
                ? number
                : throw new JsonException(error.Message, error);
    }
}

/// <summary>Reads a list of messages, each by itself; null stands for one that does not exist.</summary>
internal sealed class MessageListConverter : JsonConverter<IReadOnlyList<Message?>>
{
    private static readonly MessageConverter One = new();

    public override IReadOnlyList<Message?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A page of messages is not a list.");
        var messages = new List<Message?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            messages.Add(reader.TokenType == JsonTokenType.Null ? null : One.Read(ref reader, typeof(Message), options));
        return messages;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Message?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Messages are read from TDLib, never sent to it.");
}
