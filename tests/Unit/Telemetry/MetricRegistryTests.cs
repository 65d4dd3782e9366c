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
    public void An_instrument_of_another_meter_is_adopted_under_a_name_and_with_labels_of_ours()
    {
        using var registry = new MetricRegistry("Tests.Adopting", new AdoptedInstrument(
            "Tests.Library", "library.request.duration", "request_duration_seconds", "Time.",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["http.route"] = "route" }));
        using var meter = new Meter("Tests.Library");
        meter.CreateCounter<long>("library.other").Add(1);
        var duration = meter.CreateHistogram<double>("library.request.duration");
        duration.Record(1, new("http.route", "/users/{id}"), new("client.address", "10.0.0.1"));
        duration.Record(2, new("http.route", "/users/{id}"), new("client.address", "10.0.0.2"));
        Assert.Equal(["request_duration_seconds"], registry.Names);
        Assert.Contains("request_duration_seconds_sum{route=\"/users/{id}\"} 3", registry.Write(), StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0", registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reads_at_the_same_time_sees_every_series()
    {
        using var registry = new MetricRegistry("Tests.Together");
        using var meter = new Meter("Tests.Together");
        meter.CreateObservableGauge("users", () => Enumerable.Range(0, 100).Select(i => new Measurement<int>(1, new KeyValuePair<string, object?>("user", i))));
        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => registry.Write())));
        Assert.All(texts, text => Assert.Equal(102, text.Split('\n').Length));
    }

    [Fact]
    public void The_process_and_its_runtime_are_measured()
    {
        using var registry = new MetricRegistry("TelegramParser.Process");
        using var process = new ProcessMetrics();
        var text = registry.Write();
        Assert.All(registry.Names, name => Assert.Contains($"# TYPE {name} ", text, StringComparison.Ordinal));
        Assert.Matches(@"process_cpu_seconds_total \d", text);
        Assert.Matches(@"dotnet_gc_collections_total\{generation=""2""\} \d", text);
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
