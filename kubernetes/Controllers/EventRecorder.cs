using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Controllers;

/// <summary>
/// Records Events on objects. The same Event again counts up the first one, so that a repeated problem is one line of
/// <c>kubectl describe</c>, and so does one of too many that differ in their words alone. An Event that cannot be written is logged and forgotten: it never fails a reconciliation.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="component">Who reports.</param>
/// <param name="time">Clock of the Events.</param>
/// <param name="logger">Where trouble is logged.</param>
public sealed partial class EventRecorder(IKubernetesApi api, string component, TimeProvider time, ILogger logger)
{
    private readonly SimilarEvents _similar = new(time);
    private readonly EventCounts _counts = new();

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
        var combined = _similar.Combines(IdentityOf(about, type, reason), message);
        var occurrence = new Event
        {
            Metadata = new ObjectMeta
            {
                Namespace = about.Metadata.Namespace.Length > 0 ? about.Metadata.Namespace : "default",
                Name = NameOf(about, combined ? IdentityOf(about, type, reason) : IdentityOf(about, type, reason, message)),
            },
            InvolvedObject = ObjectReference.To(about),
            Type = type,
            Reason = reason,
            Message = combined ? $"(combined from similar events): {message}" : message,
            Source = new EventSource(component),
            Count = 1,
            FirstTimestamp = time.GetUtcNow(),
            LastTimestamp = time.GetUtcNow(),
        };
        try
        {
            if (!await TryCountUpAsync(occurrence, _counts.Next(occurrence.Key), cancellationToken))
                await CreateAsync(occurrence, cancellationToken);
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

    private async Task CreateAsync(Event occurrence, CancellationToken cancellationToken)
    {
        try
        {
            await api.CreateAsync(occurrence, cancellationToken);
            _counts.Remember(occurrence.Key, 1);
        }
        catch (ApiException e) when (e.Is(StatusReasons.AlreadyExists))
        {
            // Of an earlier life of this process, or of one that led before it.
            var earlier = await api.GetAsync<Event>(occurrence.Key, cancellationToken);
            await TryCountUpAsync(occurrence, (earlier.Count ?? 1) + 1, cancellationToken);
        }
    }

    // Events go away by themselves, after an hour by default: one that is gone is not counted up.
    private async Task<bool> TryCountUpAsync(Event occurrence, int? count, CancellationToken cancellationToken)
    {
        if (count is not { } known)
            return false;
        try
        {
            var change = new JsonObject
            {
                ["count"] = known,
                ["lastTimestamp"] = KubernetesJson.ToNode(occurrence.LastTimestamp),
                ["message"] = occurrence.Message,
            };
            await api.PatchAsync<Event>(occurrence.Key, new MergePatch(change), cancellationToken);
            _counts.Remember(occurrence.Key, known);
            return true;
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            return false;
        }
    }

    private static string IdentityOf(KubernetesObject about, params IEnumerable<string> words) =>
        string.Join('\n', [about.Kind, about.Metadata.Uid ?? "", .. words]);

    // The name is made from what the Event says, so the same Event of another process or life counts up the same object.
    private static string NameOf(KubernetesObject about, string identity) =>
        $"{about.Metadata.Name}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]}";

    private static partial class Log
    {
        [LoggerMessage(Message = "{Kind} {Key}: {Reason}: {Text}")]
        public static partial void Recorded(
            ILogger logger, LogLevel level, string kind, ObjectKey key, string reason, string text);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The Event {Reason} of {Kind} {Key} could not be written.")]
        public static partial void Lost(ILogger logger, string kind, ObjectKey key, string reason, Exception exception);
    }
}
