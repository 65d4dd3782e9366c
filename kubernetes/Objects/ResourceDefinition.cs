namespace TelegramParser.Kubernetes.Objects;

/// <summary>Where a kind is served and how: what REST paths and manifests need to know of it.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Kind">Name in manifests, CamelCase singular.</param>
/// <param name="Plural">Name in paths, lower case plural.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
/// <param name="HasStatus">Whether <c>status</c> is a subresource of its own.</param>
public sealed record ResourceDefinition(
    string Group, string Version, string Kind, string Plural, bool Namespaced = true, bool HasStatus = false)
{
    /// <summary><c>apiVersion</c> as manifests write it.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";
}
