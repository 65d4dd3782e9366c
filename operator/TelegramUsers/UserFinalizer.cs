using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Workers;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// Undoes what a user asked to be undone at its deletion: the login at Telegram, what is stored. Best effort for five minutes; then the
/// resource is let go, and an Event tells what was left.
/// </summary>
internal sealed class UserFinalizer(
    IKubernetesApi api, Caches caches, ObservationFeed observations, WorkerChildren children, ControlClient workers, EventRecorder events,
    TimeProvider time)
{
    /// <summary>The finalizer's name. It is on a resource only while there is something to undo.</summary>
    public const string Name = ResourceNames.Group + "/cleanup";

    /// <summary>How long the resource is held.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // What is stored is removed when the worker has ended, so a logout that does not succeed must leave time for that.
    private static readonly TimeSpan LogoutLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    // Other users wait meanwhile.
    private const int BatchesAtOnce = 20;

    private readonly ConcurrentDictionary<string, bool> _loggedOut = new(StringComparer.Ordinal);

    /// <summary>Whether a resource is held for this.</summary>
    public static bool Holds(TelegramUser user) => user.Metadata.Finalizers?.Contains(Name, StringComparer.Ordinal) == true;

    /// <summary>Puts the finalizer on a resource that asks for something at its deletion, and takes it off another.</summary>
    /// <returns>The resource as it is then.</returns>
    public async Task<TelegramUser> DeclareAsync(TelegramUser user, CancellationToken cancellationToken) =>
        IsAsked(user) == Holds(user) ? user : await WriteAsync(user, IsAsked(user), cancellationToken);

    /// <summary>Goes on with the clean-up of a resource that is being deleted.</summary>
    public async Task<ReconcileResult> RunAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - user.Metadata.DeletionTimestamp!.Value;
        var left = new List<string>();
        if (await LogOutAsync(user, cancellationToken) is { } loggedIn)
        {
            left.Add(loggedIn);
            // The worker has to run for it.
            if (since < (user.Spec.DeletionPolicy is DeletionPolicy.Delete ? LogoutLimit : Limit))
                return new ReconcileResult(Again);
        }
        if (await RemoveAsync(user, cancellationToken) is { } stored)
        {
            left.Add(stored.Why);
            if (since < Limit)
                return new ReconcileResult(stored.Progresses ? TimeSpan.Zero : Again);
        }
        if (left.Count > 0)
        {
            await events.RecordAsync(
                user, Event.Warning, Reasons.CleanupIncomplete, $"The resource is deleted, but not all was undone. {string.Join(' ', left)}", cancellationToken);
        }
        await ReleaseAsync(user, cancellationToken);
        _loggedOut.TryRemove(user.Metadata.Uid!, out _);
        return default;
    }

    private static bool IsAsked(TelegramUser user) => user.Spec.LogoutOnDelete || user.Spec.DeletionPolicy is DeletionPolicy.Delete;

    // Why the session is not ended; null when it is, or need not be.
    private async Task<string?> LogOutAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        if (!user.Spec.LogoutOnDelete || _loggedOut.ContainsKey(user.Metadata.Uid!))
            return null;
        if (observations.State is not DatabaseState.Available)
            return "Whether the session is logged in cannot be read from Postgres; end it in a Telegram app, under Devices.";
        if (observations.Find(user.Key) is not { Overview: { } overview } || !MayBeLoggedIn(overview.Session?.State))
            return null;
        try
        {
            if (WorkerAddress.Find(overview) is not { } worker)
                return "The worker has not told where it is reached; end the session in a Telegram app, under Devices.";
            await workers.LogOutAsync(worker, cancellationToken);
            _loggedOut[user.Metadata.Uid!] = true;
            return null;
        }
        catch (ControlException e)
        {
            return $"The session was not ended: {e.Message} End it in a Telegram app, under Devices.";
        }
    }

    private static bool MayBeLoggedIn(SessionState? state) => state is not (
        null or SessionState.WaitingForLogin or SessionState.WaitingForCode or SessionState.WaitingForPassword or SessionState.WaitingForQrScan
        or SessionState.LoggedOut or SessionState.Refused);

    // Why something is still stored, and whether going on at once is right; null when nothing is, or it is to stay.
    private async Task<(string Why, bool Progresses)?> RemoveAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        if (user.Spec.DeletionPolicy is not DeletionPolicy.Delete)
            return null;
        await children.StopAsync(user, cancellationToken);
        // A worker that runs would store on.
        if (caches.Pods.Find(ChildNames.Pod(user.Key)) is not null)
            return ("The worker has not ended, so what it has stored stays.", Progresses: false);
        try
        {
            for (var batch = 0; batch < BatchesAtOnce; batch++)
            {
                if (!await observations.RemoveBatchAsync(user.Key, cancellationToken))
                    return null;
            }
            return ("Not all that is stored was removed.", Progresses: true);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return ("Postgres did not answer, so what is stored stays.", Progresses: false);
        }
    }

    private async Task ReleaseAsync(TelegramUser user, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(user, held: false, cancellationToken);
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            // Somebody else has let it go.
        }
    }

    private Task<TelegramUser> WriteAsync(TelegramUser user, bool held, CancellationToken cancellationToken)
    {
        var others = (user.Metadata.Finalizers ?? []).Where(finalizer => finalizer is not Name);
        IEnumerable<string> finalizers = held ? [.. others, Name] : others;
        var change = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                // The list is replaced as a whole: nobody may have changed it meanwhile.
                ["resourceVersion"] = user.Metadata.ResourceVersion,
                ["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => (JsonNode)finalizer)]),
            },
        };
        return api.PatchAsync<TelegramUser>(user.Key, new MergePatch(change), cancellationToken);
    }
}
