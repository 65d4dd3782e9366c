using System.Buffers;
using System.Text.Json;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>Writes requests as TDLib reads them: JSON in UTF-8 that ends with a zero byte.</summary>
internal static class TdRequestJson
{
    /// <summary>Name of a request's function in TDLib's API.</summary>
    internal static string NameOf(object request) => JsonNamingPolicy.CamelCase.ConvertName(request.GetType().Name);

    /// <summary>Writes a request.</summary>
    /// <param name="request">A record that implements <see cref="ITdFunction{TResult}"/>.</param>
    /// <param name="requestId">What the answer will carry as <c>@extra</c>.</param>
    internal static byte[] Write(object request, long requestId)
    {
        var parameters = JsonSerializer.SerializeToUtf8Bytes(request, TdApiJson.Default.GetTypeInfo(request.GetType())!);
        var json = new ArrayBufferWriter<byte>(parameters.Length + 64);
        json.Write("{\"@type\":\""u8);
        json.Write(System.Text.Encoding.UTF8.GetBytes(NameOf(request)));
        json.Write("\",\"@extra\":"u8);
        requestId.TryFormat(json.GetSpan(20), out var digits);
        json.Advance(digits);
        if (parameters.Length > 2)
            json.Write(","u8);
        json.Write(parameters.AsSpan(1));
        json.Write("\0"u8);
        return json.WrittenSpan.ToArray();
    }
}
