using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Controllers;

/// <summary>
/// Records Events on objects. The same Event again counts up the first one, so that a repeated problem is one line of
/// <c>kubectl describe</c>. An Event that cannot be written is logged and forgotten: it never fails a reconciliation.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="component">Who reports.</param>
/// <param name="time">Clock of the Events.</param>
/// <param name="logger">Where trouble is logged.</param>
public sealed partial class EventRecorder(IKubernetesApi api, string component, TimeProvider time, ILogger logger)
{
    /// <summary>Records that something happened to an object.</summary>
    /// <param name="about">The object.</param>
    /// <param name="type"><see cref="Event.Normal"/> or <see cref="Event.Warning"/>.</param>
    /// <param name="reason">One CamelCase word.</param>
    /// <param name="message">In words; no secrets.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task RecordAsync(
        KubernetesObject about, string type, string reason, string message, CancellationToken cancellationToken)
    {
        Log.Recorded(logger, type is Event.Warning ? LogLevel.Warning : LogLevel.Information, about.Kind, about.Key, reason, message);
        try
        {
            var now = time.GetUtcNow();
            var key = new ObjectKey(about.Metadata.Namespace, NameOf(about, type, reason, message));
            var earlier = await api.FindAsync<Event>(key, cancellationToken);
            await api.ApplyAsync(
                new Event
                {
                    Metadata = new ObjectMeta { Namespace = key.Namespace, Name = key.Name },
                    InvolvedObject = ObjectReference.To(about),
                    Type = type,
                    Reason = reason,
                    Message = message,
                    Source = new EventSource(component),
                    Count = (earlier?.Count ?? 0) + 1,
                    FirstTimestamp = earlier?.FirstTimestamp ?? now,
                    LastTimestamp = now,
                },
                component,
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // See the class: Events are best effort.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Lost(logger, about.Kind, about.Key, reason, e);
        }
    }

    // The name is made from what the Event says, so the same Event of another process or life counts up the same object.
    private static string NameOf(KubernetesObject about, string type, string reason, string message)
    {
        var identity = string.Join('\n', about.Kind, about.Metadata.Uid, type, reason, message);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16];
        return $"{about.Metadata.Name}.{hash}";
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{Kind} {Key}: {Reason}: {Text}")]
        public static partial void Recorded(
            ILogger logger, LogLevel level, string kind, ObjectKey key, string reason, string text);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The Event {Reason} of {Kind} {Key} could not be written.")]
        public static partial void Lost(ILogger logger, string kind, ObjectKey key, string reason, Exception exception);
    }
}
