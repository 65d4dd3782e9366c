namespace TelegramParser.Kubernetes.Patches;

/// <summary>JSON pointers (RFC 6901): the paths of JSON patches.</summary>
public static class JsonPointer
{
    /// <summary>The pointer of a path of names and indexes.</summary>
    public static string Of(params IEnumerable<string> segments) => string.Concat(segments.Select(segment => "/" + Escape(segment)));

    /// <summary>A name as a pointer has it.</summary>
    internal static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The names and indexes of a pointer.</summary>
    /// <exception cref="FormatException">It does not start with a slash.</exception>
    internal static string[] Segments(string pointer) => pointer switch
    {
        "" => [],
        ['/', ..] => [.. pointer[1..].Split('/').Select(segment =>
            segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))],
        _ => throw new FormatException($"\"{pointer}\" is no JSON pointer: it must start with a slash."),
    };
}
