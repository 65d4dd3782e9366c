using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>What a folder of manifests asks for.</summary>
/// <param name="Entries">One entry an object: readable ones, and unreadable ones with the error.</param>
/// <param name="Errors">All that is wrong, duplicates included.</param>
internal sealed record ManifestSet(IReadOnlyList<ManifestEntry> Entries, IReadOnlyList<ManifestError> Errors);

/// <summary>Reads all manifests of a folder and its sub folders, each file again only when it has changed.</summary>
/// <param name="folder">The folder.</param>
internal sealed class ManifestFolder(string folder)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly Dictionary<string, Known> _files = new(StringComparer.Ordinal);

    /// <summary>Reads the folder as it is now.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public ManifestSet Read()
    {
        var present = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var gone in _files.Keys.Except(present, StringComparer.Ordinal).ToList())
            _files.Remove(gone);
        foreach (var path in present)
            Refresh(path);
        return Combine(_files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value.Content));
    }

    private void Refresh(string path)
    {
        var info = new FileInfo(path);
        var known = _files.GetValueOrDefault(path);
        if (known is not null && known.Written == info.LastWriteTimeUtc && known.Length == info.Length)
            return;
        var content = ReadFile(path);
        // What cannot be read at all keeps its last good objects, marked with the error.
        if (!content.IsReadable && known is not null)
        {
            var error = string.Join(' ', content.Errors);
            content = content with { Entries = [.. known.Content.Entries.Select(entry => entry with { Object = null, Error = error })] };
        }
        _files[path] = new Known(info.LastWriteTimeUtc, info.Length, content);
    }

    private ManifestFile ReadFile(string path)
    {
        var name = Path.GetRelativePath(folder, path);
        try
        {
            return ManifestParser.Parse(name, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ManifestFile([], [new ManifestError(name, 1, $"cannot be read: {e.Message}")], IsReadable: false);
        }
    }

    private static ManifestSet Combine(IEnumerable<ManifestFile> files)
    {
        var entries = new Dictionary<(string, ObjectKey), ManifestEntry>();
        var errors = new List<ManifestError>();
        foreach (var file in files)
        {
            errors.AddRange(file.Errors);
            foreach (var entry in file.Entries.Where(entry => !entries.TryAdd(entry.Identity, entry)))
            {
                var first = entries[entry.Identity];
                errors.Add(new ManifestError(
                    entry.File, entry.Line, $"{entry.Kind} {entry.Key} is there already, in {first.File}:{first.Line}, which is used. Remove one of the two."));
            }
        }
        return new ManifestSet([.. entries.Values], errors);
    }

    private sealed record Known(DateTime Written, long Length, ManifestFile Content);
}
