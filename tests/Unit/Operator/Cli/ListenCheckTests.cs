using System.Net;
using System.Net.Sockets;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Metrics;
using TelegramParser.Operator.Web;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.UnitTests.Operator.Cli;

/// <summary>An address that another program has is told in a sentence, with the option that gives another one.</summary>
public sealed class ListenCheckTests : IDisposable
{
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);
    private readonly string _address;

    public ListenCheckTests()
    {
        _other.Start();
        _address = _other.LocalEndpoint.ToString()!;
    }

    [Fact]
    public async Task The_web_server_names_the_address_that_it_cannot_have()
    {
        var options = new WebOptions { Installation = "test", Database = "Host=/nowhere", ControlKey = new byte[32], Listen = _address };
        var error = await Assert.ThrowsAsync<UserErrorException>(() => WebHost.StartAsync(options, CancellationToken.None));
        Assert.Equal(
            $"Cannot listen on {_address}: address already in use. Choose another address with --listen, or stop the program that has this one.", error.Message);
    }

    [Fact]
    public async Task So_does_the_server_of_metrics()
    {
        using var registry = new MetricRegistry("Test.");
        var error = await Assert.ThrowsAsync<UserErrorException>(() =>
            MetricsServer.StartAsync(_address, registry, _ => { }, CancellationToken.None));
        Assert.StartsWith($"Cannot listen on {_address}: address already in use. Choose another address with --listen-metrics", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _other.Dispose();
}
