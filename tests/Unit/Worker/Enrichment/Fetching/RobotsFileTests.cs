using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Fetching.Robots;

namespace TelegramParser.UnitTests.Worker.Enrichment.Fetching;

public sealed class RobotsFileTests
{
    private const string Us = "telegram-parser-operator";

    /// <summary>Rules of one group for everybody, with "-" for Disallow and "+" for Allow; a path; may it be read.</summary>
    [Theory]
    [InlineData("", "/anything", true)]
    [InlineData("-", "/anything", true)]
    [InlineData("-/", "/anything", false)]
    [InlineData("-/", "/robots.txt", true)]
    [InlineData("-/fish", "/fish", false)]
    [InlineData("-/fish", "/fish.html", false)]
    [InlineData("-/fish", "/fish/salmon.html", false)]
    [InlineData("-/fish", "/fishheads?id=1", false)]
    [InlineData("-/fish", "/Fish.asp", true)]
    [InlineData("-/fish", "/catfish", true)]
    [InlineData("-/fish*", "/fish.html", false)]
    [InlineData("-/fish/", "/fish", true)]
    [InlineData("-/fish/", "/fish/?salmon", false)]
    [InlineData("-/*.php", "/folder/filename.php?parameters", false)]
    [InlineData("-/*.php", "/windows.PHP", true)]
    [InlineData("-/*.php$", "/folder/filename.php", false)]
    [InlineData("-/*.php$", "/filename.php?parameters", true)]
    [InlineData("-/*.php$", "/filename.php5", true)]
    [InlineData("-/*.php$", "/filename.php.php", false)]
    [InlineData("-/fish*.php", "/fishheads/catfish.php?parameters", false)]
    [InlineData("-/fish*.php", "/Fish.PHP", true)]
    [InlineData("-/a*b*c", "/a1c2b", true)]
    [InlineData("-/a*b*c", "/a1b2c3", false)]
    [InlineData("-/a*a$", "/a", true)]
    [InlineData("-/$", "/", false)]
    [InlineData("-/$", "/x", true)]
    [InlineData("-*", "/x", false)]
    [InlineData("-*/x/", "/a/x/b", false)]
    [InlineData("-/ +/p", "/page", true)]
    [InlineData("+/page -/*.htm", "/page.htm", false)]
    [InlineData("+/folder -/folder", "/folder/page", true)]
    [InlineData("-/folder +/folder", "/folder/page", true)]
    [InlineData("+/$ -/", "/", true)]
    [InlineData("+/$ -/", "/page.htm", false)]
    [InlineData("-/example/ +/example/page -/example/page/deep", "/example/page/deep/er", false)]
    [InlineData("-/новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", false)]
    [InlineData("-/%d0%bd", "/%D0%BD", false)]
    [InlineData("-/%7Ejoe", "/~joe/x", false)]
    [InlineData("-/~joe", "/%7ejoe/x", false)]
    [InlineData("-/a%2Fb", "/a/b", true)]
    [InlineData("-/a%2fb", "/a%2Fb", false)]
    [InlineData("-/a%2Ab", "/a*b", false)]
    [InlineData("-/a%2Ab", "/axxb", true)]
    [InlineData("-/a%24", "/a$/b", false)]
    [InlineData("-/?q=", "/?q=x", false)]
    [InlineData("-/*?*utm", "/page?a=b&utm_source=x", false)]
    public void The_longest_rule_that_matches_decides(string rules, string path, bool allowed)
    {
        var lines = rules.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => $"{(rule[0] == '-' ? "Disallow" : "Allow")}: {rule[1..]}\n");
        var file = RobotsFile.Parse($"User-agent: *\n{string.Concat(lines)}");
        Assert.Equal(allowed, file.For(Us).Allows(new Uri($"https://example.com{path}")));
    }

    [Theory]
    [InlineData("User-agent: *\nDisallow: /", false)]
    [InlineData("user-AGENT:*\ndisallow:/", false)]
    [InlineData("User-agent: someone\nDisallow: /", true)]
    [InlineData("User-agent: Telegram-Parser-Operator\nDisallow: /", false)]
    [InlineData("User-agent: telegram-parser-operator/1.0\nDisallow: /", false)]
    [InlineData("User-agent: telegram-parser\nDisallow: /", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: telegram-parser-operator\nDisallow: /private", true)]
    [InlineData("User-agent: telegram-parser-operator\nDisallow:\nUser-agent: *\nDisallow: /", true)]
    [InlineData("User-agent: a\nUser-agent: telegram-parser-operator\nUser-agent: b\nDisallow: /", false)]
    [InlineData("User-agent: telegram-parser-operator\nDisallow: /other\nUser-agent: b\nDisallow: /z\nUser-agent: telegram-parser-operator\nDisallow: /page", false)]
    [InlineData("User-agent: telegram-parser-operator\n\n\nDisallow: /", false)]
    [InlineData("User-agent: telegram-parser-operator\nSitemap: https://example.com/s.xml\nDisallow: /", false)]
    [InlineData("User-agent: telegram-parser-operator # us\nDisallow: /page # all of it", false)]
    [InlineData("User-agent: telegram-parser-operator\rDisallow: /\r", false)]
    [InlineData("User-agent: telegram-parser-operator\r\nDisallow: /\r\n", false)]
    [InlineData("Disallow: /\nUser-agent: someone\nDisallow: /", true)]
    [InlineData("\uFEFFUser-agent: *\nDisallow: /", true)]
    [InlineData("<html><body>Not found</body></html>", true)]
    [InlineData("::::\n:\nUser-agent\nDisallow", true)]
    public void The_groups_of_a_name_count_together_and_those_of_everybody_only_without_them(string text, bool allowed) =>
        Assert.Equal(allowed, RobotsFile.Parse(text).For(Us).Allows(new Uri("https://example.com/page")));

    [Theory]
    [InlineData("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x", 2.5)]
    [InlineData("User-agent: *\nCrawl-delay: 10\nUser-agent: telegram-parser-operator\nDisallow: /x", null)]
    [InlineData("User-agent: *\nCrawl-delay: a while", null)]
    [InlineData("User-agent: *\nCrawl-delay: -1", null)]
    public void A_site_may_wish_for_a_delay(string text, double? seconds) =>
        Assert.Equal(seconds, RobotsFile.Parse(text).For(Us).CrawlDelay?.TotalSeconds);

    [Fact]
    public void A_hostile_file_is_read_and_asked_in_bounded_time()
    {
        var text = "User-agent: *\n" + string.Concat(Enumerable.Repeat($"Disallow: {string.Concat(Enumerable.Repeat("*a", 1_000))}$\n", RobotsFile.MaxBytes / 2_012));
        var rules = RobotsFile.Parse(text).For(Us);
        var path = new string('a', 4_000);
        Assert.False(rules.Allows(new Uri($"https://example.com/{path}")));
        Assert.True(rules.Allows(new Uri($"https://example.com/{path}b")));
    }

    [Fact]
    public void Answers_are_good_for_as_long_as_the_standard_allows()
    {
        var policy = new RobotsCachePolicy();
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var file = new RobotsAnswer.Found("User-agent: *\nDisallow: /");
        var none = new RobotsAnswer.Unavailable();
        var trouble = new RobotsAnswer.Unreachable(new FetchOutcome.Failed(FetchReasons.ServerError, "503", MayPass: true));
        var wait = new RobotsAnswer.Unreachable(trouble.Failure with { RetryAfter = TimeSpan.FromHours(2) });

        Assert.Equal(now.AddHours(24), policy.AskAgainAt(file, now));
        Assert.Equal(now.AddHours(24), policy.AskAgainAt(none, now));
        Assert.Equal(now.AddMinutes(15), policy.AskAgainAt(trouble, now));
        Assert.Equal(now.AddHours(2), policy.AskAgainAt(wait, now));

        var page = new Uri("https://example.com/page");
        Assert.False(policy.RulesOf(file, Us, null, now)!.Allows(page));
        Assert.True(policy.RulesOf(none, Us, null, now)!.Allows(page));
        Assert.Null(policy.RulesOf(trouble, Us, now.AddDays(-29), now));
        Assert.True(policy.RulesOf(trouble, Us, now.AddDays(-30), now)!.Allows(page));
    }
}
