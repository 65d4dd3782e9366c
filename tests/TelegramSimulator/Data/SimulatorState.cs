using System.Text.Json;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>A folder in which a simulator keeps its posts and its clients' logins between two runs.</summary>
public sealed class SimulatorState(string folder)
{
    private string WorldFile => Path.Combine(folder, "world.jsonl");

    private string KeysFile => Path.Combine(folder, "keys.json");

    /// <summary>The world as the last run left it; null when there was none.</summary>
    public async Task<SimulatedWorld?> LoadWorldAsync(TimeProvider time, CancellationToken cancellation = default)
    {
        if (!File.Exists(WorldFile))
            return null;
        var world = new SimulatedWorld(time);
        await DataSet.LoadAsync(WorldFile, world, cancellation);
        return world;
    }

    internal void LoadKeys(AuthKeys keys)
    {
        if (!File.Exists(KeysFile))
            return;
        foreach (var kept in JsonSerializer.Deserialize<List<KeptKey>>(File.ReadAllText(KeysFile), Json.Options)!)
            keys.Add(new AuthKey(kept.Key, kept.Id, kept.Salt, expiresAt: null) { UserId = kept.UserId, Layer = kept.Layer });
    }

    /// <summary>Temporary keys are not kept: clients make new ones.</summary>
    internal async Task SaveAsync(SimulatedWorld world, AuthKeys keys)
    {
        Directory.CreateDirectory(folder);
        await DataSet.SaveAsync(WorldFile, world);
        var kept = keys.All.Where(key => key is { ExpiresAt: null, Revocation: null })
            .Select(key => new KeptKey(key.Key, key.Id, key.Salt, key.UserId, key.Layer));
        await File.WriteAllTextAsync(KeysFile, JsonSerializer.Serialize(kept, Json.Options));
    }

    private sealed record KeptKey(byte[] Key, long Id, long Salt, long UserId, int Layer);
}
