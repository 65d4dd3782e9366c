using System.Text;
using TelegramParser.Kubernetes.Core;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>
/// The environment of a container that runs as a plain process. It has neither a file system nor a network of its own, so
/// paths below a mount become the folder that stands for it, and a container port on all addresses becomes a free port on
/// the loopback address.
/// </summary>
internal static class PodEnvironment
{
    /// <summary>The address of every pod.</summary>
    public const string PodIP = "127.0.0.1";

    /// <summary>The variables.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Its container.</param>
    /// <param name="folderOf">Folder of a volume, by its name.</param>
    /// <param name="ports">Port that stands for each container port, by its name.</param>
    /// <param name="secret">Looks up a Secret of the pod's namespace.</param>
    /// <exception cref="PodException">A variable comes from something that is not there.</exception>
    public static IReadOnlyDictionary<string, string> Build(
        Pod pod,
        Container container,
        Func<string, string> folderOf,
        IReadOnlyDictionary<string, int> ports,
        Func<string, Secret?> secret)
    {
        // An empty folder needs no stand-in: the process has the machine's own temporary folder.
        var mounts = (container.VolumeMounts ?? [])
            .Where(mount => pod.Spec.Volumes?.Any(volume => volume.Name == mount.Name && volume.EmptyDir is not null) != true)
            .Select(mount => (mount.MountPath, Folder: folderOf(mount.Name)))
            .ToList();
        var addresses = (container.Ports ?? []).ToDictionary(
            port => $"0.0.0.0:{port.Port}", port => $"{PodIP}:{ports[port.Name]}", StringComparer.Ordinal);
        return (container.Env ?? []).ToDictionary(variable => variable.Name, Value, StringComparer.Ordinal);

        string Value(EnvVar variable) => variable switch
        {
            { Value: { } literal } => addresses.GetValueOrDefault(literal) ?? Relocate(literal, mounts),
            { ValueFrom.FieldRef.FieldPath: "metadata.uid" } => pod.Metadata.Uid!,
            { ValueFrom.FieldRef.FieldPath: "metadata.name" } => pod.Metadata.Name,
            { ValueFrom.FieldRef.FieldPath: "metadata.namespace" } => pod.Metadata.Namespace,
            { ValueFrom.FieldRef.FieldPath: "status.podIP" } => PodIP,
            { ValueFrom.SecretKeyRef: { } reference } => secret(reference.Name)?.Data?.GetValueOrDefault(reference.Key) is { } bytes
                ? Encoding.UTF8.GetString(bytes)
                : throw new PodException($"{variable.Name}: Secret '{reference.Name}' has no key '{reference.Key}'"),
            _ => throw new PodException($"{variable.Name} has no source that can be read here"),
        };
    }

    private static string Relocate(string value, IEnumerable<(string MountPath, string Folder)> mounts)
    {
        foreach (var (mountPath, folder) in mounts)
        {
            if (string.Equals(value, mountPath, StringComparison.Ordinal))
                return folder;
            if (value.StartsWith($"{mountPath}/", StringComparison.Ordinal))
                return Path.Combine(folder, value[(mountPath.Length + 1)..]);
        }
        return value;
    }
}

/// <summary>A pod cannot be started as it is; trying again may help.</summary>
internal sealed class PodException(string message, Exception? innerException = null) : Exception(message, innerException);
