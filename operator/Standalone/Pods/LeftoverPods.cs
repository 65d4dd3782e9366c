namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>Pods of an earlier life of this program that was killed.</summary>
internal static class LeftoverPods
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Ends their processes, so that none runs twice, and removes what they had mounted. Their records stay: the next
    /// pod of the same template keeps the UID.
    /// </summary>
    public static Task EndAllAsync(StandaloneFolders folders) => Task.WhenAll(Directory
        .EnumerateDirectories(folders.Pods)
        .Select(async podFolder =>
        {
            if (PodRecord.Read(podFolder)?.Process is { } process)
                await process.EndAsync(Grace);
            foreach (var mount in Directory.EnumerateDirectories(podFolder))
                Directory.Delete(mount, recursive: true);
        }));
}
