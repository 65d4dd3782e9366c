using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Reads a <see cref="MessageContent"/> by its <c>@type</c>, and keeps the name of kinds that have no record.</summary>
internal sealed class MessageContentConverter : JsonConverter<MessageContent>
{
    private static readonly FrozenDictionary<string, ReadContent> Kinds = new Dictionary<Type, ReadContent>
    {
        [typeof(MessageText)] = Read<MessageText>,
        [typeof(MessagePhoto)] = Read<MessagePhoto>,
        [typeof(MessageVideo)] = Read<MessageVideo>,
        [typeof(MessageAudio)] = Read<MessageAudio>,
        [typeof(MessageVoiceNote)] = Read<MessageVoiceNote>,
        [typeof(MessageVideoNote)] = Read<MessageVideoNote>,
        [typeof(MessageDocument)] = Read<MessageDocument>,
        [typeof(MessageAnimation)] = Read<MessageAnimation>,
        [typeof(MessageSticker)] = Read<MessageSticker>,
        [typeof(MessageAnimatedEmoji)] = Read<MessageAnimatedEmoji>,
        [typeof(MessageDice)] = Read<MessageDice>,
        [typeof(MessagePoll)] = Read<MessagePoll>,
        [typeof(MessageLocation)] = Read<MessageLocation>,
        [typeof(MessageVenue)] = Read<MessageVenue>,
        [typeof(MessageContact)] = Read<MessageContact>,
        [typeof(MessageStory)] = Read<MessageStory>,
        [typeof(MessageChecklist)] = Read<MessageChecklist>,
        [typeof(MessagePaidMedia)] = Read<MessagePaidMedia>,
    }.ToFrozenDictionary(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.Key.Name), kind => kind.Value, StringComparer.Ordinal);

    private delegate MessageContent ReadContent(ref Utf8JsonReader reader, JsonSerializerOptions options);

    public override MessageContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // TDLib writes "@type" before every other property.
        var ahead = reader;
        ahead.Read();
        ahead.Read();
        var name = ahead.TokenType == JsonTokenType.String
            ? ahead.GetString()!
            : throw new JsonException("A message's content does not say what it is.");
        if (Kinds.TryGetValue(name, out var read))
            return read(ref reader, options);
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

    private static MessageContent Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
        where T : MessageContent => reader.ReadAs<T>(options);
}
