using System.Buffers.Text;
using System.Text.Json;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>What TDLib writes around every object: whose it is, and which request it answers.</summary>
/// <param name="Type">The object's <c>@type</c>.</param>
/// <param name="ClientId"><c>@client_id</c>.</param>
/// <param name="RequestId">The request's <c>@extra</c>; null for an update.</param>
internal readonly record struct TdEnvelope(string Type, int ClientId, long? RequestId)
{
    /// <summary>
    /// Reads the envelope, leaving the object itself unread: TDLib writes the type before everything else and the rest behind
    /// (from_response in td/telegram/ClientJson.cpp), and a page of messages is long.
    /// </summary>
    internal static TdEnvelope Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Read();
        reader.Read();
        var rest = json[..^1];
        var clientId = CutNumber(ref rest, ",\"@client_id\":"u8) ?? 0;
        var requestId = CutNumber(ref rest, ",\"@extra\":"u8);
        return new TdEnvelope(reader.GetString()!, (int)clientId, requestId);
    }

    // Cuts a property off that stands last. A text cannot look like one: its quotes are escaped, and it ends with one.
    private static long? CutNumber(ref ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var digits = json.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
        if (!json[..digits].EndsWith(name) || !Utf8Parser.TryParse(json[digits..], out long number, out _))
            return null;
        json = json[..(digits - name.Length)];
        return number;
    }
}
