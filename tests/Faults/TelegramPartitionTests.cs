using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Network;

namespace TelegramParser.FaultTests;

/// <summary>Between worker and Telegram packets vanish, and neither side is told.</summary>
public sealed class TelegramPartitionTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(20);

    [Fact]
    public Task A_short_cut_is_bridged() => CutAsync(Fault.CutFromTelegram, _ => Task.Delay(Short));

    [Fact]
    public Task After_a_long_cut_a_later_parse_goes_on_from_the_cursor() => CutAsync(
        Fault.LongCutFromTelegram, scene => FaultScene.SeeLineAsync(scene.Worker, "status=failed"));

    private async Task CutAsync(Fault fault, Func<FaultScene, Task> untilAsync)
    {
        var network = await NetworkNamespace.CreateAsync();
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, history: 100, network);
        await scene.SeeReadingAsync();
        await network.Telegram.CutAsync();
        await untilAsync(scene);
        await network.Telegram.MendAsync();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(fault, 1, await scene.FindAsync(), recovery);
    }
}
