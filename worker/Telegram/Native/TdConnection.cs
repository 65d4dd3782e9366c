using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>
/// One TDLib instance from its first request to <c>authorizationStateClosed</c>. JSON is read on the receive thread,
/// straight from TDLib's buffer; the objects are delivered on the event loop.
/// </summary>
/// <param name="loop">Where answers and updates are delivered.</param>
/// <param name="onUpdate">Gets the updates, on the loop.</param>
/// <param name="onUnreadable">Gets the name and the error of an object that does not fit its record, on the loop.</param>
internal sealed class TdConnection(EventLoop loop, Action<TdUpdate> onUpdate, Action<string, Exception> onUnreadable)
    : ITdSink
{
    // Filled and emptied on the loop, looked up on the receive thread.
    private readonly ConcurrentDictionary<long, PendingRequest> _pending = new();
    private readonly TaskCompletionSource _closed = new();
    private int _clientId;
    private long _lastRequestId;

    /// <summary>Ends when TDLib has closed the instance.</summary>
    internal Task Closed => _closed.Task;

    internal static TdConnection Open(EventLoop loop, Action<TdUpdate> onUpdate, Action<string, Exception> onUnreadable)
    {
        TdLog.Start();
        var connection = new TdConnection(loop, onUpdate, onUnreadable);
        connection._clientId = TdReceiver.Open(connection);
        return connection;
    }

    /// <summary>Sends a request; the task ends on the loop with the answer, or with a <see cref="TelegramException"/>.</summary>
    internal async Task<T> SendAsync<T>(ITdFunction<T> request, TimeSpan deadline, TimeProvider time, CancellationToken ct)
        where T : class =>
        (T)await AskAsync(request, TdApiJson.Default.GetTypeInfo(typeof(T)), deadline, time, ct);

    /// <summary>Like <see cref="SendAsync"/>, but the answer is its JSON as TDLib wrote it.</summary>
    internal async Task<string> SendRawAsync(object request, TimeSpan deadline, TimeProvider time, CancellationToken ct) =>
        (string)await AskAsync(request, answerType: null, deadline, time, ct);

    private async Task<object> AskAsync(
        object request, JsonTypeInfo? answerType, TimeSpan deadline, TimeProvider time, CancellationToken ct)
    {
        if (_closed.Task.IsCompleted)
            throw Aborted();
        var id = ++_lastRequestId;
        // Completed by a callback of the loop that does nothing else, so the continuation may run inside it.
        var answer = new TaskCompletionSource<object>();
        _pending[id] = new PendingRequest(answer, answerType);
        try
        {
            Send(TdRequestJson.Write(request, id));
            return await answer.Task.WaitAsync(deadline, time, ct);
        }
        catch (TimeoutException)
        {
            throw new TelegramTimeoutException(TdRequestJson.NameOf(request), deadline);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public void Receive(TdEnvelope envelope, ReadOnlySpan<byte> json)
    {
        try
        {
            if (envelope.RequestId is { } requestId)
                ReceiveAnswer(requestId, envelope.Type, json);
            else
                ReceiveUpdate(json);
        }
        catch (JsonException error)
        {
            var type = envelope.Type;
            loop.Post(() => onUnreadable(type, error));
        }
    }

    private unsafe void Send(byte[] request)
    {
        fixed (byte* pointer = request)
            TdJson.Send(_clientId, pointer);
    }

    private void ReceiveAnswer(long requestId, string type, ReadOnlySpan<byte> json)
    {
        if (!_pending.TryGetValue(requestId, out var request))
            return;
        try
        {
            if (string.Equals(type, "error", StringComparison.Ordinal))
            {
                var error = JsonSerializer.Deserialize(json, TdApiJson.Default.Error)!;
                loop.Post(() => request.Answer.TrySetException(new TelegramException(error.Code, error.Message)));
            }
            else
            {
                var answer = request.Type is { } answerType ? JsonSerializer.Deserialize(json, answerType)! : Encoding.UTF8.GetString(json);
                loop.Post(() => request.Answer.TrySetResult(answer));
            }
        }
        catch (JsonException error)
        {
            loop.Post(() => request.Answer.TrySetException(error));
        }
    }

    private void ReceiveUpdate(ReadOnlySpan<byte> json)
    {
        var update = JsonSerializer.Deserialize(json, TdApiJson.Default.TdUpdate)!;
        if (update.GetType() == typeof(TdUpdate))
            return;
        var closed = update is UpdateAuthorizationState { AuthorizationState: AuthorizationStateClosed };
        if (closed)
            TdReceiver.Close(_clientId);
        loop.Post(() =>
        {
            onUpdate(update);
            if (closed)
                End();
        });
    }

    private void End()
    {
        _closed.TrySetResult();
        foreach (var request in _pending.Values)
            request.Answer.TrySetException(Aborted());
    }

    // What TDLib itself answers to requests that it can no longer carry out.
    private static TelegramException Aborted() => new(500, "Request aborted");

    /// <param name="Answer">Ends with the answer.</param>
    /// <param name="Type">What the answer is read as; null for its JSON.</param>
    private sealed record PendingRequest(TaskCompletionSource<object> Answer, JsonTypeInfo? Type);
}
