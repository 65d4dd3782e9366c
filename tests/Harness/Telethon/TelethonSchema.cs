namespace TelegramParser.Harness.Telethon;

/// <summary>The schema of the layer that the installed Telethon speaks, read from Telethon itself.</summary>
public sealed class TelethonSchema : IDisposable
{
    private TelethonSchema(string folder) => Folder = folder;

    /// <summary>A folder of its own, for other files of the run as well.</summary>
    public string Folder { get; }

    /// <summary>The schema file, for the simulator's options.</summary>
    public string Path => System.IO.Path.Combine(Folder, "telethon-schema.json");

    /// <summary>Writes the schema.</summary>
    public static async Task<TelethonSchema> CreateAsync()
    {
        var schema = new TelethonSchema(Directory.CreateTempSubdirectory("telethon-").FullName);
        await SystemPython.RunAsync(
            System.IO.Path.Combine(Repository.Root, "tests/TelegramSimulator/schema/telethon_schema.py"), schema.Path);
        return schema;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
