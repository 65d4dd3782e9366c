using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Standalone;

/// <summary>Where standalone mode keeps things; folders are for the owner only.</summary>
/// <param name="Data">The data folder.</param>
internal sealed record StandaloneFolders(string Data)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Secrets that the operator has made.</summary>
    public string Secrets => Path.Combine(Data, "secrets");

    /// <summary>A folder for each pod, with what it mounts.</summary>
    public string Pods => Path.Combine(Data, "pods");

    /// <summary>A folder for each volume claim: the Telegram sessions.</summary>
    public string Sessions => Path.Combine(Data, "sessions");

    /// <summary>The folder of one pod.</summary>
    public string Pod(ObjectKey pod) => Path.Combine(Pods, FileName(pod));

    /// <summary>The folder of one volume claim.</summary>
    public string Session(ObjectKey claim) => Path.Combine(Sessions, FileName(claim));

    /// <summary>The claims that have a folder with something in it.</summary>
    public IReadOnlyList<ObjectKey> SessionClaims() =>
    [
        .. Directory.EnumerateDirectories(Sessions)
            .Where(folder => Directory.EnumerateFileSystemEntries(folder).Any())
            .Select(folder => KeyOf(Path.GetFileName(folder))),
    ];

    /// <summary>Makes all folders.</summary>
    public void Create()
    {
        foreach (var folder in new[] { Data, Secrets, Pods, Sessions })
            CreateFolder(folder);
    }

    /// <summary>Makes a folder that only its owner can enter.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>A key as a file name. A namespace holds no dot, so it can be read back.</summary>
    public static string FileName(ObjectKey key) => $"{key.Namespace}.{key.Name}";

    private static ObjectKey KeyOf(string fileName)
    {
        var dot = fileName.IndexOf('.', StringComparison.Ordinal);
        return new ObjectKey(fileName[..Math.Max(dot, 0)], fileName[(dot + 1)..]);
    }
}
