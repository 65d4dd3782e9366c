using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>
/// Keeps objects of an <see cref="InMemoryApi"/> beyond its process, where that is wanted. Called before the change can be
/// seen by anybody; an exception refuses the write.
/// </summary>
public interface IObjectStorage
{
    /// <summary>An object is new or has changed.</summary>
    void Stored(ResourceDefinition definition, ObjectMeta metadata, JsonObject tree);

    /// <summary>An object is gone.</summary>
    void Deleted(ResourceDefinition definition, ObjectMeta metadata);
}
