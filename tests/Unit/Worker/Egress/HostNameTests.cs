using TelegramParser.Worker.Egress;

namespace TelegramParser.UnitTests.Worker.Egress;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("Example.COM", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai")]
    [InlineData("ПРЕЗИДЕНТ.РФ", "xn--d1abbgf6aiiy.xn--p1ai")]
    [InlineData("XN--D1ABBGF6AIIY.XN--P1AI", "xn--d1abbgf6aiiy.xn--p1ai")]
    [InlineData("мойсайт.рф", "xn--80arbjktj.xn--p1ai")]
    [InlineData("мои\u0306саи\u0306т.рф", "xn--80arbjktj.xn--p1ai")]
    [InlineData("ＥＸＡＭＰＬＥ．ｃｏｍ", "example.com")]
    [InlineData("exam\u00ADple\u200B.com", "example.com")]
    [InlineData("example。com", "example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("a_b.example.com", "a_b.example.com")]
    [InlineData("2130706433", "127.0.0.1")]
    [InlineData("0x7f.1", "127.0.0.1")]
    [InlineData("0177.0.0.1", "127.0.0.1")]
    [InlineData("1.2.3.4.", "1.2.3.4")]
    [InlineData("[::FFFF:7F00:1]", "::ffff:127.0.0.1")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    public void A_host_has_one_form(string host, string normal)
    {
        Assert.Equal(normal, HostName.Normalize(host));
        Assert.Equal(normal, HostName.Normalize(normal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("4294967296")]
    [InlineData("example.0x")]
    [InlineData("news.127")]
    [InlineData("a b.com")]
    [InlineData("a/b.com")]
    [InlineData("a%2eb.com")]
    [InlineData("a@b.com")]
    [InlineData("[::1")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[v1.x]")]
    public void What_is_no_host_is_none(string host) => Assert.Null(HostName.Normalize(host));

    [Fact]
    public void Labels_and_names_have_a_longest_length()
    {
        var label = new string('a', 63);
        Assert.Equal($"{label}.com", HostName.Normalize($"{label}.com"));
        Assert.Null(HostName.Normalize($"{label}a.com"));
        Assert.Null(HostName.Normalize(string.Join('.', Enumerable.Repeat("abcdefghi", 26))));
    }
}
