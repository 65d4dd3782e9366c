using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TelegramParser.Worker.Session;

namespace TelegramParser.Bench.Idle;

/// <summary>Collects the workers' own measurements of their renewals.</summary>
internal sealed class RenewalLog : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<double> _seconds = new();
    private long _failures;

    /// <summary>Starts to listen.</summary>
    public RenewalLog()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is HeldLease.RenewalMetric or HeldLease.FailureMetric)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => _seconds.Enqueue(seconds));
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _failures, count));
        _listener.Start();
    }

    /// <summary>Durations so far in seconds, ascending, and the number of failures.</summary>
    public (IReadOnlyList<double> Durations, long Failures) Read() => ([.. _seconds.Order()], Interlocked.Read(ref _failures));

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
