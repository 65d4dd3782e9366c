using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Patches;

namespace TelegramParser.Kubernetes.Api;

/// <summary>A change of parts of an object: a <see cref="MergePatch"/> or a <see cref="JsonPatch"/>.</summary>
public abstract record Patch
{
    private protected Patch()
    {
    }

    /// <summary>Media type of the patch in a request.</summary>
    internal abstract string ContentType { get; }

    /// <summary>The patch as a request's body has it.</summary>
    internal abstract JsonNode ToJson();

    /// <summary>A copy of the tree with the change made.</summary>
    /// <exception cref="PatchMismatchException">The patch does not fit.</exception>
    internal abstract JsonNode ApplyTo(JsonNode tree);
}

/// <summary>Fields and their new values; null removes one, lists are replaced as a whole (RFC 7386).</summary>
/// <param name="Changes">The fields.</param>
public sealed record MergePatch(JsonObject Changes) : Patch
{
    internal override string ContentType => "application/merge-patch+json";

    internal override JsonNode ToJson() => Changes;

    internal override JsonNode ApplyTo(JsonNode tree) => JsonMerge.Apply(tree, Changes)!;
}

/// <summary>Operations that are done all or none (RFC 6902).</summary>
/// <param name="Operations">The operations, in order.</param>
public sealed record JsonPatch(params IReadOnlyList<JsonPatchOperation> Operations) : Patch
{
    internal override string ContentType => "application/json-patch+json";

    internal override JsonNode ToJson() => new JsonArray([.. Operations.Select(operation => operation.ToJson())]);

    internal override JsonNode ApplyTo(JsonNode tree) =>
        Operations.Aggregate(tree.DeepClone(), (changed, operation) => operation.ApplyTo(changed));
}
