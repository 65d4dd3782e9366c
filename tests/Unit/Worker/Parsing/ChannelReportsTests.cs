using TelegramParser.Contracts.Control;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class ChannelReportsTests
{
    [Theory]
    [InlineData(ParseStatus.Success)]
    [InlineData(ParseStatus.Success, ParseStatus.Success, ParseStatus.Success)]
    [InlineData(ParseStatus.Failed, ParseStatus.Failed)]
    [InlineData(ParseStatus.Interrupted, ParseStatus.Interrupted, ParseStatus.Interrupted)]
    [InlineData(ParseStatus.Partial, ParseStatus.Success, ParseStatus.Failed)]
    [InlineData(ParseStatus.Partial, ParseStatus.Success, ParseStatus.Interrupted, ParseStatus.Failed)]
    [InlineData(ParseStatus.Failed, ParseStatus.Interrupted, ParseStatus.Failed)]
    public void Several_channels_have_one_status(string together, params string[] channels) =>
        Assert.Equal(together, channels.Select(status => new ChannelReport("news", null, 0, status)).ToList().Status());
}
