using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Worker;

namespace TelegramParser.FaultTests;

/// <summary>What a worker is given is replaced while posts come.</summary>
public sealed class WorkerInputTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int History = 100;
    private const int News = 200;

    [Fact]
    public async Task Its_Secrets_are_others()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, History);
        Func<WorkerOptions, WorkerOptions>[] rotations =
        [
            options => options with { ApiHash = "fedcba9876543210fedcba9876543210" },
            options => options with { Password = "another horse" },
            options => options with { ProxySecret = scene.NewProxySecret() },
        ];
        var recovery = TimeSpan.Zero;
        foreach (var rotate in rotations)
        {
            await scene.KillAsync();
            scene.Publish(News);
            await scene.EnsureRunningAsync(change: rotate);
            recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        }
        await FaultTable.RecordAsync(Fault.SecretsRotated, rotations.Length, await scene.FindAsync(), recovery);
    }
}
