namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>How pods are run as processes.</summary>
internal sealed record PodOptions
{
    /// <summary>Program that stands for every image: an executable or a .NET assembly.</summary>
    public required string Program { get; init; }

    /// <summary>Where folders are.</summary>
    public required StandaloneFolders Folders { get; init; }

    /// <summary>Takes each line that a container writes, prefixed with the pod's name.</summary>
    public required Action<string> Output { get; init; }

    /// <summary>Variables of our own environment that a container is given, too.</summary>
    public IReadOnlyList<string> InheritedVariables { get; init; } =
        ["PATH", "HOME", "USER", "TMPDIR", "TZ", "LANG", "DOTNET_ROOT", "DOTNET_GCHeapHardLimit", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>Variable that tells a container the process that it must not outlive.</summary>
    public required string ParentPidVariable { get; init; }
}
