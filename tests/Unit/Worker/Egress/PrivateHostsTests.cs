using TelegramParser.Worker.Egress;

namespace TelegramParser.UnitTests.Worker.Egress;

public sealed class PrivateHostsTests
{
    private static readonly PrivateHosts Listed = PrivateHosts.Parse(
        "wiki.Office.example, pages.demo.svc.cluster.local:8080,10.0.0.7, [FD12::5]:443 ,fd12::6, президент.рф");

    [Theory]
    [InlineData("wiki.office.example", 80)]
    [InlineData("wiki.office.example", 443)]
    [InlineData("pages.demo.svc.cluster.local", 8080)]
    [InlineData("10.0.0.7", 80)]
    [InlineData("fd12::5", 443)]
    [InlineData("fd12::6", 80)]
    [InlineData("xn--d1abbgf6aiiy.xn--p1ai", 443)]
    public void A_listed_host_is_listed(string host, int port) => Assert.True(Listed.Contains(host, port));

    [Theory]
    [InlineData("wiki.office.example", 8080)]
    [InlineData("pages.demo.svc.cluster.local", 80)]
    [InlineData("demo.svc.cluster.local", 8080)]
    [InlineData("a.wiki.office.example", 80)]
    [InlineData("office.example", 80)]
    [InlineData("10.0.0.8", 80)]
    [InlineData("fd12::5", 80)]
    public void Nothing_else_is(string host, int port) => Assert.False(Listed.Contains(host, port));

    [Theory]
    [InlineData("*.office.example")]
    [InlineData("10.0.0.0/8")]
    [InlineData("http://wiki.office.example")]
    [InlineData("wiki.office.example:0")]
    [InlineData("wiki.office.example:65536")]
    [InlineData("wiki.office.example:http")]
    [InlineData("wiki.office.example:")]
    public void What_is_no_exact_host_is_refused_by_name(string entry) =>
        Assert.Contains($"'{entry}'", Assert.Throws<FormatException>(() => PrivateHosts.Parse($"fine.example,{entry}")).Message);

    [Fact]
    public void Nobody_is_listed_by_nothing() => Assert.False(PrivateHosts.Parse(" , ").Contains("localhost", 80));
}
