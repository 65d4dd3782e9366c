using System.Diagnostics.Metrics;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.UnitTests.Telemetry;

public sealed class MetricRegistryTests
{
    [Fact]
    public void Every_kind_of_instrument_is_written_in_prometheus_text()
    {
        using var registry = new MetricRegistry("Tests.Kinds");
        using var meter = new Meter("Tests.Kinds");
        var counter = meter.CreateCounter<long>("a_total", null, "Counts.");
        counter.Add(2, new KeyValuePair<string, object?>("status", "ok"));
        counter.Add(3, new KeyValuePair<string, object?>("status", "ok"));
        meter.CreateGauge<double>("b").Record(1.5);
        meter.CreateUpDownCounter<int>("c").Add(-2);
        var histogram = meter.CreateHistogram<double>("d_seconds", "s", null, null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5] });
        histogram.Record(0.5);
        histogram.Record(4);
        histogram.Record(9);
        Assert.Equal(
            """
            # HELP a_total Counts.
            # TYPE a_total counter
            a_total{status="ok"} 5
            # TYPE b gauge
            b 1.5
            # TYPE c gauge
            c -2
            # TYPE d_seconds histogram
            d_seconds_bucket{le="1"} 1
            d_seconds_bucket{le="5"} 2
            d_seconds_bucket{le="+Inf"} 3
            d_seconds_sum 13.5
            d_seconds_count 3

            """.ReplaceLineEndings("\n"), registry.Write());
    }

    [Fact]
    public void A_series_that_is_not_observed_any_more_is_gone()
    {
        using var registry = new MetricRegistry("Tests.Observed");
        using var meter = new Meter("Tests.Observed");
        var users = new List<string> { "a", "b" };
        meter.CreateObservableGauge("users", () => users.Select(u => new Measurement<int>(1, new KeyValuePair<string, object?>("user", u))));
        Assert.Contains("users{user=\"b\"} 1", registry.Write(), StringComparison.Ordinal);
        users.Remove("b");
        Assert.DoesNotContain("user=\"b\"", registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Label_values_are_escaped()
    {
        using var registry = new MetricRegistry("Tests.Escapes");
        using var meter = new Meter("Tests.Escapes");
        meter.CreateCounter<long>("x_total").Add(1, new KeyValuePair<string, object?>("l", "a\"b\\c\nd"));
        Assert.Contains("""x_total{l="a\"b\\c\nd"} 1""", registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_meters_are_left_out()
    {
        using var registry = new MetricRegistry("Tests.Mine");
        using var meter = new Meter("Elsewhere");
        meter.CreateCounter<long>("y_total").Add(1);
        Assert.Empty(registry.Write());
    }
}
