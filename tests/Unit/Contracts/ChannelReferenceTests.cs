using TelegramParser.Contracts.Channels;

namespace TelegramParser.UnitTests.Contracts;

public sealed class ChannelReferenceTests
{
    [Theory]
    [InlineData("@durov", "@durov")]
    [InlineData("https://t.me/durov", "@durov")]
    [InlineData("t.me/s/durov", "@durov")]
    [InlineData("https://telegram.me/durov/", "@durov")]
    [InlineData("https://t.me/+AbCd_12-ef", "https://t.me/+AbCd_12-ef")]
    [InlineData("https://t.me/joinchat/AbCd_12-ef", "https://t.me/+AbCd_12-ef")]
    [InlineData("-1001500000001", "-1001500000001")]
    [InlineData("1500000001", "-1001500000001")]
    [InlineData("https://t.me/c/1500000001/42", "-1001500000001")]
    public void Every_way_of_naming_a_channel_is_understood(string text, string meaning) =>
        Assert.Equal(meaning, ChannelReference.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("durov channel")]
    [InlineData("@a")]
    [InlineData("https://example.com/durov")]
    [InlineData("0")]
    public void Anything_else_is_refused_with_the_forms_that_are_possible(string text) =>
        Assert.Contains("Write @name", Assert.Throws<FormatException>(() => ChannelReference.Parse(text)).Message, StringComparison.Ordinal);
}
