namespace TelegramParser.Harness.Volumes;

/// <summary>A volume of a few megabytes (tmpfs) that can be filled; needs the right to mount.</summary>
public sealed class SmallVolume : IAsyncDisposable
{
    private const int BlockSize = 4096;

    private SmallVolume(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Makes an empty one.</summary>
    /// <param name="megabytes">Its size.</param>
    /// <exception cref="InvalidOperationException">It may not be mounted; the message says why.</exception>
    public static async Task<SmallVolume> MountAsync(int megabytes)
    {
        // The path of a Postgres socket below it must be short.
        var folder = Directory.CreateTempSubdirectory("tgpv-").FullName;
        await Command.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "tmpfs", folder]);
        return new SmallVolume(folder);
    }

    /// <summary>Fills it to the last block.</summary>
    public void Fill()
    {
        using var file = File.Create(Ballast);
        var block = new byte[BlockSize];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // There is no space left.
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Ballast);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync("umount", ["-l", Folder]);
        Directory.Delete(Folder);
    }
}
