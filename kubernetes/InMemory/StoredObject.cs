using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>One object as the store holds it. The tree is never changed once it is stored.</summary>
internal sealed class StoredObject(ResourceDefinition definition, JsonObject tree, FieldOwnership fields)
{
    private readonly Lazy<ObjectMeta> _metadata = new(() => KubernetesJson.FromNode<ObjectMeta>(tree["metadata"]!));

    public ResourceDefinition Definition => definition;

    public JsonObject Tree => tree;

    public FieldOwnership Fields => fields;

    public ObjectMeta Metadata => _metadata.Value;

    public ObjectKey Key => new(Metadata.Namespace, Metadata.Name);

    public T As<T>() => KubernetesJson.FromNode<T>(tree);

    public StoredObject With(JsonObject newTree) => new(definition, newTree, fields);

    public bool IsSelectedBy(ResourceDefinition wanted, Selection selection) =>
        definition == wanted
        && (selection.Namespace is null || string.Equals(selection.Namespace, Metadata.Namespace, StringComparison.Ordinal))
        && (selection.Labels is null || selection.Labels.Matches(Metadata.Labels))
        && selection.Fields?.Matches(tree) != false;
}
