using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Network;

namespace TelegramParser.FaultTests;

/// <summary>Between worker and Telegram packets vanish, and neither side is told.</summary>
public sealed class TelegramPartitionTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    [Fact]
    public Task A_short_cut_is_bridged() => CutAsync(Fault.CutFromTelegram, until: "Telegram connection: Connecting");

    [Fact]
    public Task After_a_long_cut_a_later_parse_goes_on_from_the_cursor() => CutAsync(Fault.LongCutFromTelegram, until: "status=failed");

    private async Task CutAsync(Fault fault, string until)
    {
        var network = await NetworkNamespace.CreateAsync();
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100, network);
        await scene.SeeReadingAsync();
        var seen = scene.Worker.Lines.Count;
        await network.Telegram.CutAsync();
        await FaultScene.SeeLineAsync(scene.Worker, until, after: seen);
        await network.Telegram.MendAsync();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(fault, 1, await scene.FindAsync(), recovery);
    }
}
