using System.Text;
using TelegramParser.Kubernetes.Core;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>Writes what a pod mounts from ConfigMaps and Secrets as files, as the kubelet does.</summary>
internal static class PodMounts
{
    /// <summary>
    /// Brings the folder of each such volume to the objects' data: a changed file is replaced at once, others are not touched.
    /// </summary>
    /// <param name="spec">The pod.</param>
    /// <param name="podFolder">The pod's folder; each volume becomes a sub folder.</param>
    /// <param name="configMap">Looks up a ConfigMap of the pod's namespace.</param>
    /// <param name="secret">Looks up a Secret of the pod's namespace.</param>
    /// <returns>What is missing, in words; null when everything is there.</returns>
    public static string? Write(
        PodSpec spec, string podFolder, Func<string, ConfigMap?> configMap, Func<string, Secret?> secret)
    {
        var missing = new List<string>();
        // A process has the machine's own temporary folder.
        foreach (var volume in (spec.Volumes ?? []).Where(volume => volume.EmptyDir is null))
        {
            var files = volume switch
            {
                { ConfigMap: { } source } => configMap(source.Name)?.Data?.ToDictionary(
                    file => file.Key, file => Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal),
                { Secret: { } source } => secret(source.SecretName)?.Data,
                _ => null,
            };
            if (files is null)
                missing.Add($"volume '{volume.Name}' has no source yet");
            else
                WriteFiles(Path.Combine(podFolder, volume.Name), files);
        }
        return missing.Count == 0 ? null : string.Join(", ", missing);
    }

    private static void WriteFiles(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        StandaloneFolders.CreateFolder(folder);
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                PrivateFile.Write(path, content);
        }
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => !files.ContainsKey(Path.GetFileName(path))))
            File.Delete(path);
    }
}
