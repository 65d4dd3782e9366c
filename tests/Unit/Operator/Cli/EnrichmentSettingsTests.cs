using System.CommandLine;
using TelegramParser.Operator.Cli;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.UnitTests.Operator.Cli;

public sealed class EnrichmentSettingsTests
{
    [Fact]
    public void Without_options_workers_read_pages_by_themselves() => Assert.Equal(new WorkerEnrichment(), Read());

    [Fact]
    public void Options_say_what_workers_do()
    {
        var token = Path.GetTempFileName();
        File.WriteAllText(token, "crawl-secret\n");
        var read = Read(
            "--enrichment", "off", "--user-agent", "desk/1 (+https://desk.example)", "--robots", "off",
            "--private-hosts", "wiki.office.example", "--crawl4ai-url", "https://crawl.example/api", "--crawl4ai-token-file", token);
        File.Delete(token);
        Assert.Equal(
            new WorkerEnrichment
            {
                Enabled = false, UserAgent = "desk/1 (+https://desk.example)", RespectRobots = false, PrivateHosts = "wiki.office.example",
                Crawl4AiUrl = new Uri("https://crawl.example/api"), Crawl4AiToken = "crawl-secret",
            },
            read);
    }

    [Theory]
    [InlineData("--enrichment", "yes", "--enrichment is on or off")]
    [InlineData("--robots", "no", "--robots is on or off")]
    [InlineData("--user-agent", "2/reader", "--user-agent: '2/reader' is no User-Agent")]
    [InlineData("--crawl4ai-url", "crawl.example", "--crawl4ai-url: This is no URL such as http://crawl4ai:11235")]
    public void An_option_that_cannot_be_used_is_named(string option, string value, string told) =>
        Assert.Contains(told, Assert.Throws<UserErrorException>(() => Read(option, value)).Message, StringComparison.Ordinal);

    private static WorkerEnrichment Read(params string[] arguments)
    {
        var settings = new EnrichmentSettings();
        var command = new Command("run");
        foreach (var setting in settings.All)
            setting.AddTo(command);
        return settings.Read(command.Parse(arguments));
    }
}
