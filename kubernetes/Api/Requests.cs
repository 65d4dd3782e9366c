using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Api;

/// <summary>Objects to list or watch.</summary>
/// <param name="Namespace">Only of this namespace; of all when null.</param>
/// <param name="Labels">Only with these labels.</param>
/// <param name="Fields">Only with these fields.</param>
public sealed record Selection(string? Namespace = null, LabelSelector? Labels = null, FieldSelector? Fields = null);

/// <summary>How to apply.</summary>
/// <param name="FieldManager">Who gives the fields.</param>
/// <param name="Force">
/// Takes fields over that another manager gave with another value; <see cref="StatusReasons.Conflict"/> otherwise.
/// </param>
public sealed record ApplyOptions(string FieldManager, bool Force = true);

/// <summary>How to delete.</summary>
/// <param name="Preconditions">What must be so.</param>
/// <param name="Propagation">What becomes of the objects that it owns.</param>
/// <param name="GracePeriod">
/// Time that a pod's containers get to end; the pod's own when null. Zero deletes it from the API without waiting for the
/// kubelet, so its processes may still run.
/// </param>
public sealed record DeleteOptions(
    Preconditions? Preconditions = null,
    PropagationPolicy Propagation = PropagationPolicy.Background,
    TimeSpan? GracePeriod = null);

/// <summary>What must be so for a deletion to be done; <see cref="StatusReasons.Conflict"/> otherwise.</summary>
/// <param name="Uid">The object's UID.</param>
/// <param name="ResourceVersion">The object's resource version.</param>
public sealed record Preconditions(string? Uid = null, string? ResourceVersion = null);

/// <summary>What becomes of the objects that a deleted object owns.</summary>
public enum PropagationPolicy
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it; those whose reference blocks the owner's deletion hold it up.</summary>
    Foreground,

    /// <summary>They stay, without the owner reference.</summary>
    Orphan,
}
