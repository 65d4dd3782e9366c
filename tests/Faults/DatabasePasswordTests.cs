using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;

namespace TelegramParser.FaultTests;

/// <summary>Postgres and the worker's URL name different passwords for a while.</summary>
public sealed class DatabasePasswordTests
{
    private const int History = 100;
    private const int News = 200;

    // What Postgres says, and nothing that it was sent.
    private const string Refusal = "28P01: password authentication failed for user \"a_worker\"";

    [Fact]
    public async Task It_is_wrong()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Durable = true, Passwords = true });
        await using var scene = await FaultScene.SetAsync(cluster, History);
        await scene.UseWorkerRoleAsync("first password");
        await scene.EnsureRunningAsync();
        await scene.SeeAllStoredAsync();

        // Changed in Postgres while the worker reads, and changed back.
        await scene.SeeReadingAsync();
        await scene.UseWorkerRoleAsync("second password");
        await scene.ScalarAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{scene.DatabaseRole}'");
        await scene.SeeFailedParseAsync();
        await FaultScene.SeeLineAsync(scene.Worker, Refusal);
        await scene.UseWorkerRoleAsync("first password");
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        Assert.Equal(1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));

        // A pod that starts with another password than Postgres', until Postgres has this one.
        await RestartAsync(scene, "second password");
        await SeeRefusedAsync(scene);
        await scene.UseWorkerRoleAsync("second password");
        await scene.SeeAllStoredAsync();

        // The same, until a pod starts with the right one.
        await RestartAsync(scene, "third password");
        await SeeRefusedAsync(scene);
        await RestartAsync(scene, "second password");
        await scene.SeeAllStoredAsync();
        await FaultTable.RecordAsync(Fault.WrongPassword, 3, await scene.FindAsync(), recovery);
    }

    private static async Task RestartAsync(FaultScene scene, string password)
    {
        await scene.KillAsync();
        scene.Publish(News);
        scene.DatabasePassword = password;
        await scene.EnsureRunningAsync();
    }

    private static async Task SeeRefusedAsync(FaultScene scene)
    {
        var told = await Eventually.SeeAsync(() => scene.Worker.GetAsync<LoginStatus>(ControlPaths.Login), status => status.State == SessionState.Failed);
        Assert.Equal(Reasons.DatabaseUnavailable, told.Reason);
        Assert.Contains(Refusal, told.Message, StringComparison.Ordinal);
    }
}
