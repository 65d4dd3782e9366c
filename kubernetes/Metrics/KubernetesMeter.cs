using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>The library's instruments, under the names that client-go's have.</summary>
public static class KubernetesMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TelegramParser.Kubernetes";

    /// <summary>The one meter of the process.</summary>
    internal static Meter Instance { get; } = new(Name);
}
