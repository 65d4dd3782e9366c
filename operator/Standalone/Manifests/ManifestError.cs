namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>What is wrong with a manifest.</summary>
/// <param name="File">The file, relative to the manifest folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Message">What is wrong and what to write instead, with the field's path.</param>
internal sealed record ManifestError(string File, long Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}
