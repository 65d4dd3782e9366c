using System.Text.Json.Nodes;

namespace TelegramParser.Kubernetes.Objects;

/// <summary>
/// Selects objects by fields. A server knows few of them: name and namespace of every kind, and what its documentation says of a
/// kind, as <c>type</c> of Secrets.
/// </summary>
/// <param name="Requirements">All must hold.</param>
public sealed record FieldSelector(params IReadOnlyList<FieldRequirement> Requirements)
{
    /// <summary>Whether an object is selected.</summary>
    internal bool Matches(JsonObject tree) => Requirements.All(requirement => requirement.Matches(tree));

    /// <summary>The selector as a query parameter has it: <c>metadata.name=a,type!=b</c>.</summary>
    public override string ToString() => string.Join(',', Requirements);
}

/// <summary>What one field must be, or must not be.</summary>
/// <param name="Path">Path of the field, such as <c>metadata.name</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Equal">Whether it must be the value, or another one.</param>
public sealed record FieldRequirement(string Path, string Value, bool Equal = true)
{
    /// <summary>Whether an object is selected.</summary>
    internal bool Matches(JsonObject tree)
    {
        var found = Path.Split('.').Aggregate((JsonNode?)tree, (node, name) => node?[name]);
        return string.Equals(found?.GetValue<string>() ?? "", Value, StringComparison.Ordinal) == Equal;
    }

    /// <summary>The requirement as a query parameter has it.</summary>
    public override string ToString() => $"{Path}{(Equal ? "=" : "!=")}{Value}";
}
