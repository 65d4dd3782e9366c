using Microsoft.Extensions.Logging;
using TelegramParser.Harness;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;

namespace TelegramParser.UnitTests.Harness;

/// <summary>A secret in a program's log fails the test that has started the program.</summary>
public sealed class KnownSecretsTests
{
    [Fact]
    public async Task A_program_that_prints_a_secret_it_was_given_fails_when_it_ends()
    {
        // Prints its arguments.
        var process = ManagedProcess.Start("program", ["said-aloud-4711"], new() { ["TGPARSER_TEST_TOKEN"] = "said-aloud-4711" }, launcher: ["echo"]);
        await Eventually.SeeAsync(() => Task.FromResult(process.Lines.Count > 0));

        var leak = await Assert.ThrowsAsync<InvalidOperationException>(async () => await process.DisposeAsync());

        Assert.Contains("TGPARSER_TEST_TOKEN: dotnet program <it>", leak.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("said-aloud", leak.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_in_this_process_that_logs_a_secret_fails_when_its_log_is_searched()
    {
        KnownSecrets.Add("a webhook's key", "logged-aloud-4711");
        var log = new SearchedLog("the notifications");
        var logger = log.CreateLogger("Sender");
        logger.LogDebug("{Key} is not printed", "logged-aloud-4711");
        log.Verify();

        logger.LogWarning(new InvalidOperationException("no answer to logged-aloud-4711"), "it is tried again");

        var leak = Assert.Throws<InvalidOperationException>(log.Verify);
        Assert.Contains("the notifications", leak.Message, StringComparison.Ordinal);
        Assert.Contains("a webhook's key: System.InvalidOperationException: no answer to <it>", leak.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code 90817 was sent", true)]
    [InlineData("the code is 90817.", true)]
    [InlineData("code=90817", true)]
    [InlineData("started as process 90817.", false)]
    [InlineData("127.0.0.1:90817", false)]
    [InlineData("post 1908175", false)]
    public void A_short_code_is_found_only_when_it_stands_alone(string line, bool isFound)
    {
        KnownSecrets.Add("a code", "90817");

        Assert.Equal(isFound, KnownSecrets.FindIn([line]).Count == 1);
    }

    [Theory]
    [InlineData("TGPARSER_DATABASE", "Host=db;Username=w;Password=pw-of-the-worker", "pw-of-the-worker")]
    [InlineData("TGPARSER_DATABASE", "postgres://w:pw%2Fof-a-url@db/tgparser", "pw/of-a-url")]
    [InlineData("TGPARSER_DEFAULT_PROXY", "mtproto://127.0.0.1:1?secret=00112233445566778899aabbccddee01", "00112233445566778899aabbccddee01")]
    [InlineData("TGPARSER_API_HASH", "0123456789abcdef0123456789abcd01", "0123456789abcdef0123456789abcd01")]
    public void What_is_secret_in_a_variable_is_known(string variable, string value, string secret)
    {
        KnownSecrets.AddVariable(variable, value);

        Assert.Single(KnownSecrets.FindIn([$"connecting with {secret} now"]));
    }
}
