using TelegramParser.FaultTests.Reliability;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Resources;

namespace TelegramParser.FaultTests.Operators;

/// <summary>The operator, or the API server that it works with, ends while resources come and change.</summary>
public sealed class OperatorTests(FaultPostgres postgres, ControlPlane control) : IClassFixture<FaultPostgres>, IClassFixture<ControlPlane>
{
    private const int News = 50;

    [Fact]
    public async Task The_operator_is_killed()
    {
        // As often as each of these kinds is written for a new user and a change of another.
        const int writes = 2;
        await using var scene = await OperatorScene.SetAsync(control.Cluster, postgres.Cluster);
        Func<int, Task<Task>>[] moments =
            [scene.WatchAsync<ConfigMap>, scene.WatchAsync<Secret>, scene.WatchAsync<StatefulSet>, scene.WatchAsync<TelegramUser>];
        var kills = Rounds.Of(2 * moments.Length);
        var random = new Random(10);
        for (var kill = 0; kill < kills; kill++)
        {
            var moment = await moments[kill % moments.Length](random.Next(1, writes + 1));
            await scene.AddUserAsync($"user-{kill}");
            // Another than any that an operator, killed before it saw the last one, may have written: else there would be nothing to write.
            await scene.ChangeAsync(seconds: 11 + (kill % 10));
            scene.Publish(News);
            await moment;
            await scene.KillOperatorAsync();
            await scene.NoteSessionKeysAsync();
            if (kill < kills - 1)
                scene.StartOperator();
        }
        // Nobody operates, and the worker reads on.
        await scene.SeeAllStoredAsync();
        await scene.ChangeAsync(seconds: 10);
        scene.StartOperator();
        var recovery = await Recovery.MeasureAsync(() => scene.SeeRightAsync(seconds: 10));
        await scene.AssertUndisturbedAsync();
        scene.Publish(News);
        await scene.SeeAllStoredAsync();
        await FaultTable.RecordAsync(Fault.OperatorKilled, kills, await scene.FindAsync(), recovery);
    }

    [Fact]
    public async Task The_API_server_is_away()
    {
        await using var scene = await OperatorScene.SetAsync(control.Cluster, postgres.Cluster);
        await control.Cluster.StopProgramAsync("kube-apiserver");
        scene.Publish(News);
        await scene.SeeAllStoredAsync();
        // It leads no more, as far as it can know.
        await scene.SeeOperatorEndAsync();
        scene.StartOperator();
        scene.Publish(News);
        await scene.SeeAllStoredAsync();
        await control.Cluster.StartProgramAsync("kube-apiserver");
        var recovery = await Recovery.MeasureAsync(async () =>
        {
            await scene.ChangeAsync(seconds: 11);
            await scene.SeeRightAsync(seconds: 11);
        });
        await scene.AssertUndisturbedAsync();
        scene.Publish(News);
        await scene.SeeAllStoredAsync();
        await FaultTable.RecordAsync(Fault.ApiServerAway, 1, await scene.FindAsync(), recovery);
    }
}
