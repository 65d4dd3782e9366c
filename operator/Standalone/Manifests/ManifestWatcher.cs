using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>
/// Reads the manifest folder whenever something in it changes, and every now and then in case a change was not told
/// (network file systems).
/// </summary>
internal sealed partial class ManifestWatcher(string folder, ManifestSync sync, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(10);

    // Editors write a file in several steps.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MissingGrace = TimeSpan.FromSeconds(1);

    private readonly ManifestFolder _manifests = new(folder);
    private readonly TaskCompletionSource<ManifestSet> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the first reading found.</summary>
    public Task<ManifestSet> Loaded => _loaded.Task;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => changes.Writer.TryWrite(true);
        watcher.Changed += (_, _) => changes.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => changes.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => changes.Writer.TryWrite(true);
        watcher.Error += (_, _) => changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        while (true)
        {
            var again = await ScanAsync(cancellationToken);
            await WaitAsync(changes.Reader, again ? MissingGrace : ScanInterval, cancellationToken);
        }
    }

    private async Task<bool> ScanAsync(CancellationToken cancellationToken)
    {
        try
        {
            var manifests = _manifests.Read();
            var again = await sync.ApplyAsync(manifests, cancellationToken);
            _loaded.TrySetResult(manifests);
            return again;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, folder, e.Message);
            return false;
        }
    }

    private async Task WaitAsync(ChannelReader<bool> changes, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => waiting.Cancel(), state: null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            await changes.ReadAsync(waiting.Token);
            await Task.Delay(Settle, time, cancellationToken);
            changes.TryRead(out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was told: scan anyway.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The manifest folder {Folder} cannot be read: {Reason}")]
        public static partial void Unreadable(ILogger logger, string folder, string reason);
    }
}
