namespace TelegramParser.Harness.Resources;

/// <summary>The first that refuses a spec.</summary>
public enum Refusal
{
    /// <summary>Nobody does.</summary>
    None,

    /// <summary>Any API server, by the schema.</summary>
    Schema,

    /// <summary>API servers that know CEL rules, from 1.25.</summary>
    Rule,

    /// <summary>The controller, with condition <c>InvalidSpec</c>: no schema can tell.</summary>
    Controller,
}

/// <summary>A spec, and who refuses it.</summary>
/// <param name="What">What it is about, unique.</param>
/// <param name="Kind">The resource's kind.</param>
/// <param name="Spec">The spec as JSON.</param>
/// <param name="By">Who refuses it.</param>
/// <param name="Told">What the server's answer, or the controller's message, says.</param>
public sealed record SpecCase(string What, string Kind, string Spec, Refusal By, string Told = "")
{
    /// <summary>The whole manifest as JSON.</summary>
    public string Manifest(string name = "sample") =>
        $$"""{"apiVersion":"tgparser.io/v1alpha1","kind":"{{Kind}}","metadata":{"name":"{{name}}"},"spec":{{Spec}}}""";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {What}";
}
