using System.Runtime.InteropServices;
using TelegramParser.Harness;
using TelegramParser.Worker.Memory;

namespace TelegramParser.UnitTests.Worker.Memory;

/// <summary>What is given back of what native code has freed.</summary>
public sealed class MemoryTrimTests
{
    private const int Blocks = 128 * 1024;
    private const int BlockSize = 2048;
    private const int Megabytes = Blocks / 1024 * BlockSize / 1024;

    [Fact]
    public void Memory_that_was_freed_below_what_is_in_use_goes_back_to_the_system()
    {
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(BlockSize);
            Marshal.WriteByte(blocks[i], 1);
        }
        foreach (var block in blocks[..^1])
            Marshal.FreeHGlobal(block);
        var before = Held();

        MemoryTrim.GiveFreedBack();

        // Other tests run meanwhile.
        Assert.InRange(before - Held(), Megabytes / 2, int.MaxValue);
        Marshal.FreeHGlobal(blocks[^1]);
    }

    private static double Held() => ProcessStat.Megabytes(Environment.ProcessId, "VmRSS");
}
