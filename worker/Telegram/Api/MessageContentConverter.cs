using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Reads a <see cref="MessageContent"/> by its <c>@type</c>, and keeps the name of kinds that have no record.</summary>
internal sealed class MessageContentConverter : JsonConverter<MessageContent>
{
    private static readonly FrozenDictionary<string, Type> Kinds = new[]
    {
        typeof(MessageText), typeof(MessagePhoto), typeof(MessageVideo), typeof(MessageAudio), typeof(MessageVoiceNote),
        typeof(MessageVideoNote), typeof(MessageDocument), typeof(MessageAnimation), typeof(MessageSticker),
        typeof(MessageAnimatedEmoji), typeof(MessageDice), typeof(MessagePoll), typeof(MessageLocation),
        typeof(MessageVenue), typeof(MessageContact), typeof(MessageStory), typeof(MessageChecklist),
        typeof(MessagePaidMedia),
    }.ToFrozenDictionary(type => JsonNamingPolicy.CamelCase.ConvertName(type.Name), StringComparer.Ordinal);

    public override MessageContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // TDLib writes "@type" before every other property.
        var ahead = reader;
        ahead.Read();
        ahead.Read();
        var name = ahead.TokenType == JsonTokenType.String
            ? ahead.GetString()!
            : throw new JsonException("A message's content does not say what it is.");
        if (Kinds.TryGetValue(name, out var type))
            return (MessageContent)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(type))!;
        if (name is "messageRichMessage")
        {
            using var content = JsonDocument.ParseValue(ref reader);
            return new MessageRichMessage(RichMessageReader.Read(content.RootElement));
        }
        reader.Skip();
        return new MessageOther(name);
    }

    public override void Write(Utf8JsonWriter writer, MessageContent value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Contents are read from TDLib, never sent to it.");
}
