using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The StatefulSet of a user's one worker; a suspended user keeps its worker too, and with it the session.</summary>
internal static class DesiredStatefulSet
{
    /// <summary>The manifest.</summary>
    /// <param name="options">The installation.</param>
    /// <param name="user">The user.</param>
    /// <param name="volume">The session volume.</param>
    /// <param name="replicas">1; 0 ends the worker and keeps the volume.</param>
    public static StatefulSet Build(OperatorOptions options, TelegramUser user, SessionVolume volume, int replicas = 1) => new()
    {
        Metadata = ChildNames.Metadata(user),
        Spec = new StatefulSetSpec
        {
            Replicas = replicas,
            ServiceName = ChildNames.Service,
            PodManagementPolicy = "Parallel",
            Selector = new LabelSelector { MatchLabels = ChildNames.Labels(user.Key) },
            Template = new PodTemplate
            {
                Metadata = new ObjectMeta { Labels = ChildNames.Labels(user.Key) },
                Spec = DesiredPod.Build(options, user),
            },
            VolumeClaimTemplates = [SessionClaim(user, volume)],
        },
    };

    // Without the user the volume is of no use to anybody: its key goes, too. The StatefulSet controller keeps the owner
    // reference of a template in the claims that it makes.
    private static PersistentVolumeClaim SessionClaim(TelegramUser user, SessionVolume volume) => new()
    {
        Metadata = new ObjectMeta { Name = ChildNames.SessionVolume, OwnerReferences = [OwnerReference.To(user)] },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = volume.ClassName,
            Resources = new ResourceRequirements
            {
                Requests = new Dictionary<string, string>(StringComparer.Ordinal) { [SessionVolume.Storage] = volume.Size },
            },
        },
    };
}
