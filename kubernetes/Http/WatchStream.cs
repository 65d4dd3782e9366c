using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>
/// The events of one watch: a JSON text a line. A connection that breaks or that is silent for too long ends the stream, as the
/// server's own end does: in each case the watch goes on from the last event with a new request.
/// </summary>
/// <param name="body">The answer's body.</param>
/// <param name="idleTimeout">Longest silence.</param>
/// <param name="time">Clock of the silence.</param>
/// <param name="logger">Where broken connections are logged.</param>
internal sealed partial class WatchStream<T>(Stream body, TimeSpan idleTimeout, TimeProvider time, ILogger logger)
    where T : KubernetesObject, IResource
{
    // An object has at most 3 MB in etcd's largest set-up.
    private const long LongestLine = 16 * 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(body);

    /// <summary>The next event; null at the end.</summary>
    /// <exception cref="ApiException">The server ended the watch with a refusal.</exception>
    /// <exception cref="JsonException">The server sent what is no event.</exception>
    public async ValueTask<WatchEvent<T>?> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            while (true)
            {
                silence.CancelAfter(idleTimeout);
                var read = await _reader.ReadAsync(either.Token);
                if (Take(read.Buffer) is { } change)
                    return change;
                if (read.IsCompleted)
                    return null;
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.Silent(logger, T.Definition.Plural, idleTimeout);
            return null;
        }
        catch (IOException e)
        {
            Log.Broken(logger, T.Definition.Plural, e.Message);
            return null;
        }
    }

    private WatchEvent<T>? Take(ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            if (buffer.Length > LongestLine)
                throw new JsonException($"An event of the watch of {T.Definition.Plural} is longer than {LongestLine} bytes.");
            _reader.AdvanceTo(buffer.Start, buffer.End);
            return null;
        }
        using var json = JsonDocument.Parse(buffer.Slice(0, end));
        _reader.AdvanceTo(buffer.GetPosition(1, end));
        return Event(json.RootElement);
    }

    private static WatchEvent<T> Event(JsonElement json)
    {
        var obj = json.GetProperty("object");
        return json.GetProperty("type").GetString() switch
        {
            "ADDED" => Change(WatchEventType.Added),
            "MODIFIED" => Change(WatchEventType.Modified),
            "DELETED" => Change(WatchEventType.Deleted),
            "BOOKMARK" => new WatchEvent<T>(WatchEventType.Bookmark, ObjectJson.ResourceVersion(obj), Object: null),
            "ERROR" when ErrorResponse.Read(obj) is { } status => throw new ApiException(status),
            var other => throw new JsonException($"The watch of {T.Definition.Plural} sent an event of the type \"{other}\"."),
        };

        WatchEvent<T> Change(WatchEventType type) => new(type, ObjectJson.ResourceVersion(obj), ObjectJson.Read<T>(obj));
    }

    private static partial class Log
    {
        // Routine where nothing ever changes and the server, as before 1.21, sends no bookmarks then.
        [LoggerMessage(Level = LogLevel.Debug, Message = "The watch of {Plural} was silent for {Silence}; the connection counts as dead.")]
        public static partial void Silent(ILogger logger, string plural, TimeSpan silence);

        [LoggerMessage(Level = LogLevel.Information, Message = "The connection of the watch of {Plural} broke: {Reason}")]
        public static partial void Broken(ILogger logger, string plural, string reason);
    }
}
