using Microsoft.Extensions.Logging;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>Unpacks containers, answers MTProto's own messages, and passes queries to the API.</summary>
internal sealed partial class MessageDispatcher(AuthKeys keys, TimeProvider time, IQueryHandler queries, ILogger<MessageDispatcher> logger)
{
    public void Receive(
        Session session, long messageId, int sequence, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var reader = new TlReader(body);
        switch (reader.PeekId())
        {
            case ServiceIds.MsgContainer:
                ReceiveContainer(session, reader, cancellation);
                return;
            case TlIds.GzipPacked:
                reader.Id();
                Receive(session, messageId, sequence, Compression.Unpack(reader.Bytes()), cancellation);
                return;
        }
        var isContent = (sequence & 1) != 0;
        if (isContent && !session.IsFirstSeen(messageId))
        {
            if (session.AnswerTo(messageId) is { } answer)
                session.SendAnswer(messageId, answer);
            return;
        }
        if (!ReceiveService(session, messageId, reader))
            _ = AnswerAsync(session, messageId, reader.Rest, cancellation);
    }

    private void ReceiveContainer(Session session, TlReader reader, CancellationToken cancellation)
    {
        reader.Id();
        for (var left = reader.Int(); left > 0; left--)
        {
            var messageId = reader.Long();
            var sequence = reader.Int();
            Receive(session, messageId, sequence, reader.Slice(reader.Int()), cancellation);
        }
    }

    /// <returns>False when the message is none of MTProto's own, that is, a query.</returns>
    private bool ReceiveService(Session session, long messageId, TlReader reader)
    {
        var message = new TlReader(reader.Rest);
        switch (message.Id())
        {
            case ServiceIds.MsgsAck:
                session.Acknowledge(LongVector(message));
                return true;
            case ServiceIds.Ping or ServiceIds.PingDelayDisconnect:
                session.SendService(new TlWriter().Id(ServiceIds.Pong).Long(messageId).Long(message.Long()).ToArray());
                return true;
            case ServiceIds.GetFutureSalts:
                session.SendService(FutureSalts(session, messageId));
                return true;
            case ServiceIds.DestroySession:
                session.SendService(new TlWriter().Id(ServiceIds.DestroySessionOk).Long(message.Long()).ToArray());
                return true;
            case ServiceIds.MsgsStateReq:
                session.SendService(MessageStates(session, messageId, LongVector(message)));
                return true;
            case ServiceIds.RpcDropAnswer:
                SendResult(session, messageId, new TlWriter().Id(ServiceIds.RpcAnswerUnknown).ToArray());
                return true;
            case ServiceIds.DestroyAuthKey:
                keys.Remove(session.Key.Id);
                SendResult(session, messageId, new TlWriter().Id(ServiceIds.DestroyAuthKeyOk).ToArray());
                return true;
            case ServiceIds.HttpWait or ServiceIds.MsgResendReq or ServiceIds.MsgsAllInfo or ServiceIds.MsgsStateInfo:
                return true;
            default:
                return false;
        }
    }

    private async Task AnswerAsync(Session session, long messageId, ReadOnlyMemory<byte> query, CancellationToken cancellation)
    {
        // Queries of one connection run side by side, as on the real server.
        await Task.Yield();
        byte[] result;
        try
        {
            result = await queries.AnswerAsync(session, query, cancellation);
        }
        catch (RpcError e)
        {
            result = Error(e.Code, e.Message);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            Log.QueryFailed(logger, e);
            result = Error(500, "INTERNAL");
        }
        SendResult(session, messageId, Compression.PackWhenWorth(result));
    }

    private static void SendResult(Session session, long messageId, byte[] result) =>
        session.SendAnswer(messageId, new TlWriter().Id(ServiceIds.RpcResult).Long(messageId).Raw(result).ToArray());

    private static byte[] Error(int code, string message) =>
        new TlWriter().Id(ServiceIds.RpcErrorAnswer).Int(code).String(message).ToArray();

    private byte[] FutureSalts(Session session, long messageId)
    {
        var now = (int)time.GetUtcNow().ToUnixTimeSeconds();
        return new TlWriter().Id(ServiceIds.FutureSalts).Long(messageId).Int(now)
            .Int(1).Int(now - 60).Int(now + 86_400).Long(session.Key.Salt).ToArray();
    }

    /// <summary>What was lost with a connection is told as not received: clients send it again.</summary>
    private static byte[] MessageStates(Session session, long messageId, IReadOnlyList<long> ids)
    {
        const byte notReceived = 2, received = 4;
        return new TlWriter().Id(ServiceIds.MsgsStateInfo).Long(messageId)
            .Bytes([.. ids.Select(id => session.HasSeen(id) ? received : notReceived)]).ToArray();
    }

    private static List<long> LongVector(TlReader reader)
    {
        reader.Id();
        var values = new List<long>();
        for (var left = reader.Int(); left > 0; left--)
            values.Add(reader.Long());
        return values;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A query failed in the simulator")]
        public static partial void QueryFailed(ILogger logger, Exception exception);
    }
}

/// <summary>The API above MTProto.</summary>
internal interface IQueryHandler
{
    /// <returns>The serialized answer.</returns>
    /// <exception cref="RpcError">The answer is an error.</exception>
    Task<byte[]> AnswerAsync(Session session, ReadOnlyMemory<byte> query, CancellationToken cancellation);
}
