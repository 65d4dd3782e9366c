using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TelegramParser.Worker.Memory;

namespace TelegramParser.UnitTests.Worker.Memory;

public sealed class MappedFilesTests : IDisposable
{
    private const int Length = 1 << 20;
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Pages_of_a_file_are_given_back_and_can_be_read_again()
    {
        File.WriteAllBytes(_file, Enumerable.Repeat((byte)7, Length).ToArray());
        var start = Map();
        Assert.Equal(7L * Length, Sum(start));
        Assert.Equal(Length / 1024, ResidentKb());

        MappedFiles.Release();

        Assert.Equal(0, ResidentKb());
        Assert.Equal(7L * Length, Sum(start));
        Assert.Equal(0, Unmap(start, Length));
    }

    [Fact]
    public void Pages_that_exist_nowhere_else_are_kept()
    {
        File.WriteAllBytes(_file, new byte[Length]);
        var start = Map(writable: true);
        Marshal.WriteByte(start, 9);
        Assert.Equal(0, Protect(start, Length, ReadOnly));

        MappedFiles.Release();

        Assert.Equal(9, Marshal.ReadByte(start));
        Assert.Equal(0, Unmap(start, Length));
    }

    [Fact]
    public void A_mapping_is_clean_when_it_is_private_read_only_and_unchanged()
    {
        var mappings = FileMapping.Read("""
            55e0c0a00000-55e0c0a02000 r--p 00000000 fe:00 1234                       /usr/lib/a b.so
            Rss:                   8 kB
            Anonymous:             0 kB
            VmFlags: rd mr mw me sd
            55e0c0a02000-55e0c0a04000 r--p 00002000 fe:00 1234                       /usr/lib/a b.so
            Anonymous:             4 kB
            55e0c0a04000-55e0c0a06000 rw-p 00004000 fe:00 1234                       /usr/lib/a b.so
            Anonymous:             0 kB
            55e0c0a06000-55e0c0a08000 r-xs 00000000 00:01 99                         /memfd:doublemapper (deleted)
            Anonymous:             0 kB
            55e0c0a08000-55e0c0a0a000 r--p 00000000 00:00 0
            Anonymous:             0 kB
            7fff0a000000-7fff0a002000 r-xp 00000000 00:00 0                          [vdso]
            Anonymous:             0 kB
            """.Split('\n')).ToList();

        Assert.Equal(4, mappings.Count);
        var clean = Assert.Single(mappings, m => m.IsClean);
        Assert.Equal((0x55e0c0a00000ul, 0x2000ul, "/usr/lib/a b.so"), ((ulong)clean.Start, (ulong)clean.Length, clean.Path));
    }

    private const int ReadOnly = 1;
    private const int Writable = 2;
    private const int Private = 2;

    private nint Map(bool writable = false)
    {
        using var handle = File.OpenHandle(_file);
        var start = Mmap(0, Length, ReadOnly | (writable ? Writable : 0), Private, (int)handle.DangerousGetHandle(), 0);
        Assert.NotEqual(-1, start);
        return start;
    }

    private static long Sum(nint start) =>
        Enumerable.Range(0, Length).Sum(offset => (long)Marshal.ReadByte(start, offset));

    private long ResidentKb()
    {
        var smaps = new StringReader(Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/smaps")));
        while (smaps.ReadLine() is { } line)
        {
            if (!line.EndsWith(_file, StringComparison.Ordinal))
                continue;
            while (smaps.ReadLine() is { } field)
            {
                if (field.StartsWith("Rss:", StringComparison.Ordinal))
                    return long.Parse(field.AsSpan("Rss:".Length, field.Length - "Rss: kB".Length), provider: CultureInfo.InvariantCulture);
            }
        }
        throw new InvalidOperationException("The file is not mapped.");
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(nint address, nint length);

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(nint address, nint length, int protection);
}
