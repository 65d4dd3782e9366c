using TelegramParser.Contracts.Resources;

namespace TelegramParser.Operator.Resources;

/// <summary>Annotations and labels that the operator writes or reads.</summary>
internal static class Annotations
{
    /// <summary>On a child: hash of the manifest that it was applied from.</summary>
    public const string ManifestHash = ResourceNames.Group + "/manifest-hash";

    /// <summary>
    /// On a resource of this project: the newest version of its manifest could not be read, for this reason;
    /// the spec is that of the last good version.
    /// </summary>
    public const string ManifestError = ResourceNames.Group + "/manifest-error";

    /// <summary>On a worker's pod: which settings the kubelet was told of.</summary>
    public const string Settings = ResourceNames.Group + "/settings";

    /// <summary>Label of every object that the operator makes.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>Value of <see cref="ManagedBy"/>, and the name under which the operator writes fields and Events.</summary>
    public const string Operator = "telegram-parser-operator";
}
