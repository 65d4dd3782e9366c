using Microsoft.Extensions.Logging;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Answers queries: reads them in the client's layer, applies faults, runs the method, and records the call.</summary>
internal sealed partial class ApiServer(
    ApiMethods methods, QueryReader reader, SimulatedWorld world, TimeProvider time, ILogger<ApiServer> logger) : IQueryHandler
{
    public async Task<byte[]> AnswerAsync(Session session, ReadOnlyMemory<byte> query, CancellationToken cancellation)
    {
        var (schema, request) = Read(session, query);
        var method = schema.Method(request.Name) ?? throw RpcError.BadRequest("METHOD_INVALID");
        var client = session.Connection?.Client ?? ProxySecrets.Direct;
        var phone = world.AccountById(session.Key.Root.UserId)?.Phone;
        try
        {
            await ApplyFaultAsync(method.Name, phone, client, cancellation);
            var handler = methods.Find(method.Name) ?? throw RpcError.BadRequest("METHOD_INVALID");
            var answer = TlEncoder.EncodeResult(schema, method.Result, handler(new ApiCall(session, request, method, world)));
            Record(error: null);
            return answer;
        }
        catch (RpcError e)
        {
            Record(e.Message);
            throw;
        }

        void Record(string? error)
        {
            world.Calls.Add(client, phone, method.Name, CallArguments.Of(request), error);
            Log.Called(logger, client, method.Name, error ?? "ok");
        }
    }

    private (TlSchema Schema, TlObject Request) Read(Session session, ReadOnlyMemory<byte> query)
    {
        try
        {
            return reader.Read(session, query);
        }
        catch (SchemaException e)
        {
            Log.LayerUnknown(logger, e.Message);
            throw RpcError.BadRequest("CONNECTION_LAYER_INVALID");
        }
    }

    private async Task ApplyFaultAsync(string method, string? phone, string client, CancellationToken cancellation)
    {
        if (world.Faults.Hit(method, phone, client) is not { } hit)
            return;
        await Task.Delay(hit.Delay, time, cancellation);
        if (hit.Code is { } code)
            throw new RpcError(code, hit.Error);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Client} called {Method}: {Outcome}")]
        public static partial void Called(ILogger logger, string client, string method, string outcome);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
        public static partial void LayerUnknown(ILogger logger, string reason);
    }
}
