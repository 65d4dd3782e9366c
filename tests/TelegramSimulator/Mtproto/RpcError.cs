namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>An answer to a query that is an error (https://core.telegram.org/api/errors), such as 420 FLOOD_WAIT_30.</summary>
internal sealed class RpcError(int code, string message) : Exception(message)
{
    public int Code => code;

    public static RpcError BadRequest(string message) => new(400, message);

    public static RpcError Unauthorized(string message) => new(401, message);
}
