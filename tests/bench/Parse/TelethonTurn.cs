using System.Globalization;
using Npgsql;
using TelegramParser.Harness;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Telethon;

namespace TelegramParser.Bench.Parse;

/// <summary>What Telethon did.</summary>
/// <param name="FetchedPerSecond">Posts read and thrown away.</param>
/// <param name="StoredPerSecond">Posts read and stored as the old parser did.</param>
/// <param name="PssMb">Memory right after that.</param>
internal sealed record TelethonFigures(double FetchedPerSecond, double StoredPerSecond, double PssMb)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"telethon fetched_per_s={FetchedPerSecond:F0} stored_per_s={StoredPerSecond:F0} pss_mb={PssMb:F0}");
}

/// <summary>Telethon reads every post, then stores some the way the old parser did.</summary>
internal static class TelethonTurn
{
    // Storing takes minutes for what is fetched in seconds; its rate does not depend on the number.
    private const int Stored = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static async Task<TelethonFigures> RunAsync(SimulatorHost telegram, string database, TelethonSchema schema, int posts)
    {
        var key = Path.Combine(schema.Folder, "key.pem");
        await File.WriteAllTextAsync(key, telegram.Simulator.PublicKeyPem);
        var connection = new NpgsqlConnectionStringBuilder(database);
        await using var python = SystemPython.Start(
            Path.Combine(Repository.Root, "tests/bench/Parse/old_parser.py"),
            [$"{telegram.Port}", key, telegram.World.Accounts[1].Phone, "12345",
                connection.Host!, connection.Database!, $"{posts}", $"{Math.Min(posts, Stored)}", .. telegram.World.Channels.Select(c => c.Info.Username!)]);
        var figures = await python.ReadAsync(Patience);
        double Of(string name) => (double)figures[name]!;
        return new TelethonFigures(Of("fetched") / Of("fetch_seconds"), Of("stored") / Of("store_seconds"), Of("pss_kb") / 1024);
    }
}
