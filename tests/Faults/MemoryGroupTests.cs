using TelegramParser.Harness;
using TelegramParser.Harness.Memory;

namespace TelegramParser.FaultTests;

/// <summary>The limit of memory that tests give to workers.</summary>
public sealed class MemoryGroupTests
{
    private const int Limit = 64;

    [Fact]
    public async Task A_program_within_the_limit_runs() => Assert.Equal("done", await RunAsync(megabytes: Limit / 2));

    [Fact]
    public async Task A_program_that_needs_more_is_killed()
    {
        var killed = await Assert.ThrowsAsync<CommandException>(() => RunAsync(megabytes: Limit * 2));
        Assert.Contains("ended with 137", killed.Message, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(int megabytes)
    {
        await using var memory = MemoryGroup.Create(Limit);
        string[] command = [.. memory.Launcher, "/usr/bin/python3", "-c", $"print('done', end=''); b'x' * {megabytes} * 1048576"];
        return await Command.RunAsync(command[0], command[1..]);
    }
}
