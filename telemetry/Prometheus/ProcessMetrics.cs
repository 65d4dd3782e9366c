using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace TelegramParser.Telemetry.Prometheus;

/// <summary>
/// The process and its runtime. Names of the process's metrics are those of Prometheus's client libraries
/// (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
/// </summary>
public sealed class ProcessMetrics : IDisposable
{
    private const string OpenFiles = "/proc/self/fd";

    private readonly Meter _meter = new("TelegramParser.Process");

    /// <summary>Makes the instruments.</summary>
    public ProcessMetrics()
    {
        var version = Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3) ?? "";
        _meter.CreateObservableGauge("tgparser_build_info", () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", version)), null, "1, with the program's version.");
        _meter.CreateObservableCounter("process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time of the process.");
        _meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, "By", "Memory of the process that is resident.");
        _meter.CreateObservableGauge("process_start_time_seconds", StartTime, "s", "When the process started, Unix time.");
        if (Directory.Exists(OpenFiles))
            _meter.CreateObservableGauge("process_open_fds", () => Directory.EnumerateFileSystemEntries(OpenFiles).Count(), null, "Open file descriptors of the process.");
        _meter.CreateObservableCounter("dotnet_gc_collections_total", Collections, null, "Garbage collections, by generation.");
        _meter.CreateObservableCounter("dotnet_gc_pause_seconds_total", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time that garbage collections stopped the process.");
        _meter.CreateObservableCounter("dotnet_gc_allocated_bytes_total", () => GC.GetTotalAllocatedBytes(), "By", "Bytes allocated on the managed heap.");
        _meter.CreateObservableGauge("dotnet_gc_heap_bytes", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Bytes in use on the managed heap.");
        _meter.CreateObservableGauge("dotnet_threadpool_threads", () => ThreadPool.ThreadCount, null, "Threads of the thread pool.");
        _meter.CreateObservableGauge("dotnet_threadpool_queue_length", () => ThreadPool.PendingWorkItemCount, null, "Work items that wait for a thread of the thread pool.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    private static IEnumerable<Measurement<int>> Collections() => Enumerable.Range(0, GC.MaxGeneration + 1)
        .Select(generation => new Measurement<int>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation)));
}
