using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The volume of a session. It is made once: a StatefulSet's volumes cannot be changed.</summary>
/// <param name="Size">A quantity.</param>
/// <param name="ClassName">Storage class; the cluster's default when null.</param>
internal sealed record SessionVolume(string Size, string? ClassName)
{
    /// <summary>Name of the size among resources.</summary>
    public const string Storage = "storage";

    /// <summary>The volume that is asked for.</summary>
    public static SessionVolume Wanted(OperatorOptions options, TelegramUser user) => new(
        user.Spec.Storage?.Size ?? options.WorkerStorageSize, user.Spec.Storage?.ClassName ?? options.WorkerStorageClass);

    /// <summary>The volume of a StatefulSet; null when there is none yet.</summary>
    public static SessionVolume? Of(StatefulSet? live) =>
        live?.Spec.VolumeClaimTemplates is [{ Spec: { } spec }, ..]
        && spec.Resources?.Requests?.GetValueOrDefault(Storage) is { } size
            ? new SessionVolume(size, spec.StorageClassName)
            : null;

    /// <summary>What is wrong when the resource asks for another volume than there is; null when nothing is.</summary>
    public static Problem? Mismatch(TelegramUser user, SessionVolume? made)
    {
        // A default that changed is for users to come.
        if (made is null || user.Spec.Storage is not { } asked)
            return null;
        var sameSize = asked.Size is null || Quantity.Parse(asked.Size) == Quantity.Parse(made.Size);
        var sameClass = asked.ClassName is null || string.Equals(asked.ClassName, made.ClassName, StringComparison.Ordinal);
        return sameSize && sameClass
            ? null
            : new Problem(
                Reasons.StorageImmutable,
                $"spec.storage asks for {asked}, but the session volume was made with {made} and cannot be changed. The worker goes on with it: "
                + "correct spec.storage, or delete this resource and create it again, which takes a new login.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Size} of {(ClassName is null ? "the default class" : $"class {ClassName}")}";
}
