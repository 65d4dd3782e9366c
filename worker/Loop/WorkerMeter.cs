using System.Diagnostics.Metrics;

namespace TelegramParser.Worker.Loop;

/// <summary>The meter that all instruments of a worker belong to.</summary>
public static class WorkerMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TelegramParser.Worker";

    /// <summary>The one meter of the process.</summary>
    public static Meter Instance { get; } = new(Name);
}
