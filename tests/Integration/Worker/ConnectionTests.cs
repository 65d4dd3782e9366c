using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>How many connections to Postgres a worker holds.</summary>
[Collection(WorkerCollection.Name)]
public sealed class ConnectionTests(PostgresFixture postgres)
{
    private const string Connections =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tgparser-worker'";

    [Fact]
    public async Task A_busy_worker_holds_at_most_three_connections_and_one_at_rest_none_between_renewals()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var names = Enumerable.Range(1, 6).Select(i => $"busy_channel_{i}").ToList();
        foreach (var name in names)
            scenario.AddChannel(name, 1000);
        var worker = await scenario.StartLoggedInAsync(
            scenario.Settings("alice", [.. names.Select((name, i) => WorkerScenario.Subscription($"busy-{i}", "@" + name))]));
        var parsed = scenario.SeeParsedAsync(names.Count);
        var most = 0L;
        while (!parsed.IsCompleted)
            most = Math.Max(most, (long)(await scenario.ScalarAsync(Connections))!);
        await parsed;
        Assert.InRange(most, 1, 3);

        await SeeNoneAsync(scenario);
        var granted = await ExpiryAsync(scenario);
        await Eventually.SeeAsync(() => ExpiryAsync(scenario), expiry => expiry > granted, TimeSpan.FromSeconds(60));
        await SeeNoneAsync(scenario);
        await WorkerScenario.SeeReadyAsync(worker);
    }

    private static Task SeeNoneAsync(WorkerScenario scenario) =>
        Eventually.SeeAsync(async () => (long)(await scenario.ScalarAsync(Connections))!, count => count == 0);

    private static async Task<DateTime> ExpiryAsync(WorkerScenario scenario) =>
        (DateTime)(await scenario.ScalarAsync("SELECT expires_at FROM sessions"))!;
}
