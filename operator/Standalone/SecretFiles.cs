using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Standalone;

/// <summary>
/// Keeps the Secrets that the operator makes as files, for the owner only. A session key is on disk before anybody can
/// encrypt with it. Secrets of manifests are not kept: they are files already.
/// </summary>
internal sealed class SecretFiles(StandaloneFolders folders) : IObjectStorage
{
    private const string Extension = ".json";

    /// <inheritdoc/>
    public void Stored(ResourceDefinition definition, ObjectMeta metadata, JsonObject tree)
    {
        if (IsKept(definition, metadata))
            PrivateFile.Write(PathOf(metadata), JsonSerializer.SerializeToUtf8Bytes(tree, KubernetesJson.Options));
    }

    /// <inheritdoc/>
    public void Deleted(ResourceDefinition definition, ObjectMeta metadata)
    {
        if (IsKept(definition, metadata))
            File.Delete(PathOf(metadata));
    }

    /// <summary>Puts the kept Secrets back into a new server.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message says which.</exception>
    public void Restore(InMemoryApi api)
    {
        foreach (var path in Directory.EnumerateFiles(folders.Secrets, $"*{Extension}"))
        {
            var secret = Read(path);
            // The owner will be another object of the same name, or there is none any more: then nobody deletes the key.
            api.Restore(secret with { Metadata = secret.Metadata with { OwnerReferences = null } });
        }
    }

    private static Secret Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Secret>(File.ReadAllBytes(path), KubernetesJson.Options)
                ?? throw new InvalidDataException($"{path} holds no Secret.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged. Restore it from a backup: it holds the key of a Telegram session.", e);
        }
    }

    private static bool IsKept(ResourceDefinition definition, ObjectMeta metadata) =>
        definition == Secret.Definition
        && metadata.Labels?.GetValueOrDefault(Annotations.ManagedBy) is Annotations.Operator;

    private string PathOf(ObjectMeta metadata) =>
        Path.Combine(folders.Secrets, StandaloneFolders.FileName(new ObjectKey(metadata.Namespace, metadata.Name)) + Extension);
}
