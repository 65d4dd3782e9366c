using System.Text.Json;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>What TDLib writes around every object: whose it is, and which request it answers.</summary>
/// <param name="Type">The object's <c>@type</c>.</param>
/// <param name="ClientId"><c>@client_id</c>.</param>
/// <param name="RequestId">The request's <c>@extra</c>; null for an update.</param>
internal readonly record struct TdEnvelope(string Type, int ClientId, long? RequestId)
{
    /// <summary>Reads the envelope, leaving the object itself unread.</summary>
    internal static TdEnvelope Read(ReadOnlySpan<byte> json)
    {
        var type = "";
        var clientId = 0;
        long? requestId = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("@type"u8))
            {
                reader.Read();
                type = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("@client_id"u8))
            {
                reader.Read();
                clientId = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("@extra"u8))
            {
                reader.Read();
                requestId = reader.GetInt64();
            }
            else
            {
                reader.Skip();
            }
        }
        return new TdEnvelope(type, clientId, requestId);
    }
}
