using System.Globalization;

namespace TelegramParser.Kubernetes.Objects;

/// <summary>
/// Order of the resource versions of one kind
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions): decimal numbers that grow with every write.
/// </summary>
internal static class ResourceVersions
{
    /// <summary>Whether one version is older than another; false where a server writes them in a way of its own.</summary>
    public static bool IsOlder(string? version, string? than) => Parse(version) is { } one && Parse(than) is { } other && one < other;

    private static ulong? Parse(string? version) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
