using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace TelegramParser.Telemetry.Prometheus;

/// <summary>All series of one instrument.</summary>
internal sealed class MetricFamily(
    string name, string? help, MetricKind kind, bool observable, IReadOnlyList<double> bounds, IReadOnlyDictionary<string, string>? labelNames)
{
    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public static MetricFamily For(Instrument instrument, AdoptedInstrument? adopted)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
        var additive = type == typeof(UpDownCounter<>);
        return new MetricFamily(
            adopted?.Name ?? instrument.Name, adopted?.Help ?? instrument.Description, additive ? MetricKind.Sum : kind,
            instrument.IsObservable, adopted is null ? Bounds(instrument) : MetricRegistry.DefaultBuckets, adopted?.Labels);
    }

    /// <summary>Begins the one series of an instrument without labels, before it has a value.</summary>
    public void Start() => SeriesOf("");

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        SeriesOf(Labels(tags)).Record(value, kind, observable, bounds);
    }

    public void BeginCollection()
    {
        if (observable)
            _series.Clear();
    }

    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty)
            return;
        if (help is not null)
            text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\").Replace("\n", @"\n")).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(TypeName).Append('\n');
        foreach (var (labels, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
            series.Write(text, name, labels, kind, bounds);
    }

    private Series SeriesOf(string labels) =>
        _series.GetOrAdd(labels, _ => new Series(kind == MetricKind.Histogram ? bounds.Count : 0));

    private string TypeName => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static IReadOnlyList<double> Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } b } => b,
        Histogram<long> { Advice.HistogramBucketBoundaries: { } b } => [.. b.Select(v => (double)v)],
        _ => MetricRegistry.DefaultBuckets,
    };

    private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var label = labelNames is null ? key : labelNames.GetValueOrDefault(key);
            if (label is null)
                continue;
            text.Append(text.Length == 0 ? "" : ",").Append(label).Append("=\"")
                .Append((value?.ToString() ?? "").Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n")).Append('"');
        }
        return text.ToString();
    }
}

internal enum MetricKind
{
    Counter,
    Gauge,

    /// <summary>A gauge that is changed by differences.</summary>
    Sum,
    Histogram,
}

/// <summary>One combination of label values.</summary>
internal sealed class Series(int buckets)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[buckets];
    private double _value;
    private long _count;

    public void Record(double value, MetricKind kind, bool observable, IReadOnlyList<double> bounds)
    {
        lock (_lock)
        {
            _value = observable || kind == MetricKind.Gauge ? value : _value + value;
            _count++;
            for (var i = 0; i < _counts.Length; i++)
            {
                if (value <= bounds[i])
                    _counts[i]++;
            }
        }
    }

    public void Write(StringBuilder text, string name, string labels, MetricKind kind, IReadOnlyList<double> bounds)
    {
        lock (_lock)
        {
            if (kind != MetricKind.Histogram)
            {
                Line(text, name, labels, _value);
                return;
            }
            var comma = labels.Length == 0 ? "" : ",";
            for (var i = 0; i < _counts.Length; i++)
                Line(text, name + "_bucket", $"{labels}{comma}le=\"{MetricRegistry.Number(bounds[i])}\"", _counts[i]);
            Line(text, name + "_bucket", $"{labels}{comma}le=\"+Inf\"", _count);
            Line(text, name + "_sum", labels, _value);
            Line(text, name + "_count", labels, _count);
        }
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(MetricRegistry.Number(value)).Append('\n');
    }
}
