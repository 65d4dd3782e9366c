using System.Globalization;
using TelegramParser.Harness.Time;

namespace TelegramParser.Harness.Memory;

/// <summary>
/// A control group of the kernel that limits the memory of a process, as a pod's does: .NET sees the limit, and who needs more is killed. Works
/// with both versions of control groups.
/// </summary>
public sealed class MemoryGroup : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";

    private static int _made;

    private readonly string _folder;

    private MemoryGroup(string folder) => _folder = folder;

    /// <summary>The command that becomes a program with this limit; it goes before that of a network, in which control groups cannot be seen.</summary>
    public IEnumerable<string> Launcher => ["sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(_folder, "cgroup.procs")];

    /// <summary>Makes a group.</summary>
    /// <param name="megabytes">What its processes may have together, in MiB; there is no swap beyond.</param>
    /// <exception cref="InvalidOperationException">This machine does not let us; the message says what is needed.</exception>
    public static MemoryGroup Create(int megabytes)
    {
        var limit = ((long)megabytes * 1024 * 1024).ToString(CultureInfo.InvariantCulture);
        var name = $"tgp{Environment.ProcessId}m{Interlocked.Increment(ref _made)}";
        try
        {
            return Directory.Exists(Path.Combine(Root, "memory"))
                ? Create(Path.Combine(Root, "memory", name), ("memory.limit_in_bytes", limit), ("memory.memsw.limit_in_bytes", limit))
                : CreateUnified(name, ("memory.max", limit), ("memory.swap.max", "0"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"A control group for memory could not be made. Tests that limit memory need root and a writable {Root} with the memory controller; " +
                $"with version 2 of control groups in a container also that its root group holds no process. {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    // The kernel counts a process out only after it has told its parent of the end.
    public async ValueTask DisposeAsync() => await Eventually.SeeAsync(() =>
    {
        try
        {
            Directory.Delete(_folder);
            return Task.FromResult(true);
        }
        catch (IOException) when (Directory.Exists(_folder))
        {
            return Task.FromResult(false);
        }
    });

    // The controller must be handed down before a group of version 2 has files for it.
    private static MemoryGroup CreateUnified(string name, params (string File, string Value)[] limits)
    {
        File.WriteAllText(Path.Combine(Root, "cgroup.subtree_control"), "+memory");
        return Create(Path.Combine(Root, name), limits);
    }

    private static MemoryGroup Create(string folder, params (string File, string Value)[] limits)
    {
        Directory.CreateDirectory(folder);
        try
        {
            // The second is there only where the kernel counts swap.
            foreach (var (file, value) in limits.Where((limit, place) => place == 0 || File.Exists(Path.Combine(folder, limit.File))))
                File.WriteAllText(Path.Combine(folder, file), value);
            return new MemoryGroup(folder);
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }
    }
}
