using System.Security.Cryptography;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;

namespace TelegramParser.FaultTests;

/// <summary>What a worker is given is replaced while posts come.</summary>
public sealed class WorkerInputTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int History = 100;
    private const int News = 200;

    [Fact]
    public async Task Its_settings_are_damaged()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, History);
        var worker = scene.Worker;
        var good = await File.ReadAllTextAsync(worker.SettingsFile);
        (string Name, Func<Task> Damage)[] damages =
        [
            ("empty", () => worker.WriteSettingsAsync("")),
            ("half-written", () => worker.WriteSettingsAsync(good[..(good.Length / 2)])),
            ("not valid", () => worker.ReloadAsync(worker.Settings with { Schedule = new ScheduleSpec { Interval = "soon" } })),
            ("gone", () => Delete(worker.SettingsFile)),
            ("a folder", () =>
            {
                File.Delete(worker.SettingsFile);
                return Task.FromResult(Directory.CreateDirectory(worker.SettingsFile));
            }),
        ];
        foreach (var (_, damageAsync) in damages)
        {
            await damageAsync();
            await SeeUsableAsync(worker, usable: 0);
            scene.Publish(News);
            await scene.SeeAllStoredAsync();
            await Delete(worker.SettingsFile);
            await worker.WriteSettingsAsync(good);
            await SeeUsableAsync(worker, usable: 1);
        }
        // Good to read, but of no use to Telegram's client.
        await worker.WriteSecretAsync(WorkerSecrets.ProxySecret, "no secret");
        await worker.ReloadAsync(worker.Settings with { Proxy = worker.Settings.Proxy! with { Server = "localhost" } });
        await FaultScene.SeeLineAsync(worker, "new settings could not be applied");

        await worker.WriteSecretAsync(WorkerSecrets.ProxySecret, scene.NewProxySecret());
        var mended = worker.Settings with { Schedule = new ScheduleSpec { Interval = "11s" } };
        await worker.ReloadAsync(mended);
        scene.Publish(News);
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await Eventually.SeeAsync(
            async () => await scene.ScalarAsync("SELECT settings_hash FROM sessions") as string, hash => hash == WorkerSettingsJson.Hash(mended));
        Assert.Equal(1L, await scene.ScalarAsync("SELECT epoch FROM sessions"));
        await FaultTable.RecordAsync(Fault.SettingsDamaged, damages.Length + 1, await scene.FindAsync(), recovery);
    }

    private static Task Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path);
        File.Delete(path);
        return Task.CompletedTask;
    }

    private static Task SeeUsableAsync(WorkerProcess worker, int usable) => Eventually.SeeAsync(
        () => worker.Metrics.GetStringAsync("/metrics"), text => text.Contains($"tgparser_settings_usable {usable}\n", StringComparison.Ordinal));

    [Fact]
    public async Task Its_Secrets_are_others()
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, History);
        Func<WorkerOptions, WorkerOptions>[] rotations =
        [
            options => options with { ApiHash = "fedcba9876543210fedcba9876543210" },
            options => options with { Password = "another horse" },
            options => options with { ProxySecret = scene.NewProxySecret() },
            options => options with { ControlKey = RandomNumberGenerator.GetBytes(ControlCredentials.KeyLength) },
        ];
        foreach (var rotate in rotations)
            await RestartAsync(scene, rotate);
        await scene.CloseDatabaseAddressAsync();
        scene.OpenDatabaseAddress();
        await scene.UseWorkerRoleAsync();
        var recovery = await RestartAsync(scene);
        await FaultTable.RecordAsync(Fault.SecretsRotated, rotations.Length + 1, await scene.FindAsync(), recovery);
    }

    private static async Task<TimeSpan> RestartAsync(FaultScene scene, Func<WorkerOptions, WorkerOptions>? change = null)
    {
        await scene.KillAsync();
        scene.Publish(News);
        await scene.EnsureRunningAsync(change: change);
        return await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
    }
}
