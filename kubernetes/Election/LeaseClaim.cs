using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Election;

/// <summary>
/// What one process knows of a Lease, and its writes to it. No clock of another process is believed: a Lease has run out when
/// this process has seen it unchanged for its duration, by its own clock.
/// </summary>
internal sealed class LeaseClaim(IKubernetesApi api, LeaderElectionOptions options, TimeProvider time)
{
    private Lease? _seen;
    private long _seenAt;
    private long _renewedAt;

    /// <summary>Who holds the Lease, as last seen; empty when nobody does.</summary>
    public string Holder => _seen?.Spec?.HolderIdentity ?? "";

    /// <summary>Whether this process holds it, as last seen.</summary>
    public bool IsMine => Holder == options.Identity;

    /// <summary>Time since this process last renewed it, from before the request.</summary>
    public TimeSpan SinceRenewal => time.GetElapsedTime(_renewedAt);

    /// <summary>Takes the Lease if it is free, or renews it.</summary>
    /// <returns>Whether this process holds it now.</returns>
    public async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        try
        {
            // The holder knows the Lease as it is, unless somebody else has written it: that is a conflict then.
            if (!IsMine)
                See(await api.FindAsync<Lease>(options.Lease, cancellationToken));
            if (_seen is null)
                See(await api.CreateAsync(New(), cancellationToken));
            else if (IsMine || IsFree)
                See(await WriteAsync(Claimed(), cancellationToken));
            else
                return false;
        }
        catch (ApiException e) when (e.Is(StatusReasons.Conflict) || e.Is(StatusReasons.AlreadyExists) || e.Is(StatusReasons.NotFound))
        {
            See(await api.FindAsync<Lease>(options.Lease, cancellationToken));
            return false;
        }
        _renewedAt = asked;
        return true;
    }

    /// <summary>Gives the Lease up, so that others need not wait until it has run out.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        // A renewal that was cancelled on its way may have been done.
        See(await api.FindAsync<Lease>(options.Lease, cancellationToken));
        if (!IsMine)
            return;
        var release = new JsonObject { ["holderIdentity"] = "", ["leaseDurationSeconds"] = 1, ["renewTime"] = Now() };
        See(await WriteAsync(release, cancellationToken));
    }

    private bool IsFree => Holder.Length == 0
        || time.GetElapsedTime(_seenAt) >= TimeSpan.FromSeconds(_seen?.Spec?.LeaseDurationSeconds ?? 0);

    // Only a change of the claim is a sign of life: an annotation is none.
    private void See(Lease? lease)
    {
        if (_seen is null || _seen.Spec != lease?.Spec)
            _seenAt = time.GetTimestamp();
        _seen = lease;
    }

    private Lease New() => new()
    {
        Metadata = new ObjectMeta { Namespace = options.Lease.Namespace, Name = options.Lease.Name },
        Spec = new LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            AcquireTime = time.GetUtcNow(),
            RenewTime = time.GetUtcNow(),
            LeaseTransitions = 0,
        },
    };

    private JsonObject Claimed()
    {
        var claim = new JsonObject
        {
            ["leaseDurationSeconds"] = (int)options.LeaseDuration.TotalSeconds,
            ["renewTime"] = Now(),
        };
        if (!IsMine)
        {
            claim["holderIdentity"] = options.Identity;
            claim["acquireTime"] = Now();
            claim["leaseTransitions"] = (_seen!.Spec?.LeaseTransitions ?? 0) + 1;
        }
        return claim;
    }

    private Task<Lease> WriteAsync(JsonObject spec, CancellationToken cancellationToken) => api.PatchAsync<Lease>(
        options.Lease,
        new MergePatch(new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = _seen!.Metadata.ResourceVersion },
            ["spec"] = spec,
        }),
        cancellationToken);

    private JsonNode? Now() => KubernetesJson.ToNode(new LeaseSpec { RenewTime = time.GetUtcNow() })!["renewTime"]!.DeepClone();
}
