using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>Names, labels and owners of the objects that the operator makes for a user.</summary>
internal static class ChildNames
{
    /// <summary>Name of the one Service of a namespace's workers.</summary>
    public const string Service = "telegram-parser-workers";

    /// <summary>Name of the one ServiceAccount of a namespace's workers.</summary>
    public const string ServiceAccount = "telegram-parser-worker";

    /// <summary>Name of the one NetworkPolicy of a namespace's workers.</summary>
    public const string NetworkPolicy = "telegram-parser-workers";

    /// <summary>Key of <c>worker.json</c> in the ConfigMap.</summary>
    public const string SettingsFile = "worker.json";

    /// <summary>Name of the session volume's claim template.</summary>
    public const string SessionVolume = "session";

    /// <summary>Label that holds the user's name.</summary>
    public const string UserLabel = "tgparser.io/user";

    /// <summary>Labels of all workers' pods.</summary>
    public static IReadOnlyDictionary<string, string> WorkerLabels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["app.kubernetes.io/name"] = "telegram-parser-worker",
        [Annotations.ManagedBy] = Annotations.Operator,
    };

    /// <summary>Key of a user's ConfigMap, Secret and StatefulSet.</summary>
    public static ObjectKey Worker(ObjectKey user) => user with { Name = $"{user.Name}-worker" };

    /// <summary>Key of the one pod.</summary>
    public static ObjectKey Pod(ObjectKey user) => user with { Name = $"{user.Name}-worker-0" };

    /// <summary>Key of the session volume's claim, as the StatefulSet controller makes it.</summary>
    public static ObjectKey SessionClaim(ObjectKey user) => user with { Name = $"{SessionVolume}-{user.Name}-worker-0" };

    /// <summary>Labels of everything that belongs to a user.</summary>
    public static IReadOnlyDictionary<string, string> Labels(ObjectKey user) =>
        new Dictionary<string, string>(WorkerLabels, StringComparer.Ordinal) { [UserLabel] = user.Name };

    /// <summary>Metadata of a child that goes away with the user.</summary>
    public static ObjectMeta Metadata(TelegramUser user) => new()
    {
        Name = Worker(user.Key).Name,
        Namespace = user.Metadata.Namespace,
        Labels = Labels(user.Key),
        OwnerReferences = [OwnerReference.To(user)],
    };
}
