using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TelegramParser.Telemetry.Prometheus;

/// <summary>
/// Collects the instruments of the project's meters and writes them in Prometheus's text exposition format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Instruments carry their Prometheus names.
/// </summary>
public sealed class MetricRegistry : IDisposable
{
    /// <summary>Content type of <see cref="Write"/>'s text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Upper bounds of histograms, in seconds; an instrument's own advice wins.</summary>
    public static readonly IReadOnlyList<double> DefaultBuckets =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Lock _writing = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <summary>Listens to all meters whose name starts with a prefix, and to instruments of others.</summary>
    /// <param name="meterPrefix">Prefix of meter names, such as <c>TelegramParser.</c>.</param>
    /// <param name="adopted">Instruments of other meters.</param>
    public MetricRegistry(string meterPrefix, params IReadOnlyList<AdoptedInstrument> adopted)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var other = adopted.FirstOrDefault(one => one.Meter == instrument.Meter.Name && one.Instrument == instrument.Name);
            if (other is null && !instrument.Meter.Name.StartsWith(meterPrefix, StringComparison.Ordinal))
                return;
            var name = other?.Name ?? instrument.Name;
            var family = _families.GetOrAdd(name, _ => MetricFamily.For(instrument, other));
            listener.EnableMeasurementEvents(instrument, family);
            // An increase shows from a value that was there before.
            if (other is { Labels.Count: 0 })
                family.Start();
        };
        // The state is null when another thread has just disposed of the meter.
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => (state as MetricFamily)?.Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => (state as MetricFamily)?.Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => (state as MetricFamily)?.Record(value, tags));
        _listener.Start();
    }

    /// <summary>Names of all instruments, those without a value included, in order.</summary>
    public IReadOnlyList<string> Names => [.. _families.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All series as text, families in order of name.</summary>
    public string Write()
    {
        // Who reads at the same time must not see what was observed half.
        lock (_writing)
            return WriteAlone();
    }

    private string WriteAlone()
    {
        // Observable gauges report afresh; a series that is not reported any more is gone.
        foreach (var family in _families.Values)
            family.BeginCollection();
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (_, family) in _families.OrderBy(f => f.Key, StringComparer.Ordinal))
            family.Write(text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    internal static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
