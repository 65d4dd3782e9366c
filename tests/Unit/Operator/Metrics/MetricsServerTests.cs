using System.Diagnostics.Metrics;
using System.Net;
using TelegramParser.Operator.Cluster;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Metrics;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.UnitTests.Operator.Metrics;

public sealed class MetricsServerTests
{
    [Fact]
    public async Task Alive_at_once_ready_when_it_says_so_and_metrics_as_text()
    {
        using var meter = new Meter("MetricsServerTests");
        using var registry = new MetricRegistry("MetricsServerTests");
        meter.CreateCounter<long>("things_total").Add(3);
        string? reason = "not yet";
        await using var server = await MetricsServer.StartAsync("127.0.0.1:0", registry, app => app.MapProbes(() => reason), CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("/healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not yet\n"), await GetAsync("/readyz"));
        reason = null;
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("/readyz"));
        Assert.Contains("things_total 3", (await GetAsync("/metrics")).Body, StringComparison.Ordinal);

        async Task<(HttpStatusCode Code, string Body)> GetAsync(string path)
        {
            using var answer = await http.GetAsync(path);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("9090")]
    [InlineData("localhost:9090")]
    public async Task A_wrong_address_is_told(string listen)
    {
        using var registry = new MetricRegistry("none");
        await Assert.ThrowsAsync<UserErrorException>(() => MetricsServer.StartAsync(listen, registry, _ => { }, CancellationToken.None));
    }
}
