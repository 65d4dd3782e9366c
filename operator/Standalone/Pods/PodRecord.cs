using System.Text.Json;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>
/// What is remembered of a pod beyond this process: the process that may have survived a crash of ours, and the UID, which
/// lets the next process of the same pod take the session over at once.
/// </summary>
/// <param name="Uid">UID of the Pod object.</param>
/// <param name="TemplateHash">Hash of the template that it was made from.</param>
/// <param name="Process">The process that was started last.</param>
internal sealed record PodRecord(string Uid, string TemplateHash, ProcessIdentity? Process)
{
    private const string FileName = "pod.json";

    /// <summary>Reads a pod's record; null when there is none that can be read.</summary>
    public static PodRecord? Read(string podFolder)
    {
        try
        {
            return JsonSerializer.Deserialize<PodRecord>(File.ReadAllText(Path.Combine(podFolder, FileName)), KubernetesJson.Options);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record.</summary>
    public void Write(string podFolder)
    {
        StandaloneFolders.CreateFolder(podFolder);
        PrivateFile.Write(Path.Combine(podFolder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, KubernetesJson.Options));
    }
}
