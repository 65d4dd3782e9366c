using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.UnitTests.Worker.Parsing;

public sealed class PageMapperTests
{
    [Fact]
    public void A_message_that_cannot_be_mapped_is_named_and_the_others_are_mapped()
    {
        // TDLib always writes the text; one that does not would make the mapper fail.
        var page = PageMapper.Map(-1001, [Text(1, "one"), Message(2, new MessageText(null!, null)), Text(3, "three")], "news", new CursorMove.Forward(3));

        Assert.Equal([1, 3], page.Posts.Select(p => p.MessageId));
        var bad = Assert.Single(page.Unreadable);
        Assert.Equal(2, bad.MessageId);
        Assert.StartsWith(nameof(NullReferenceException), bad.Error, StringComparison.Ordinal);
        Assert.Equal(new CursorMove.Forward(3), page.Move);
    }

    [Fact]
    public void A_message_that_could_not_be_read_keeps_its_reason()
    {
        var page = PageMapper.Map(-1001, [new Message { Id = MessageId.ToTdlib(5), Unreadable = "not a number" }], null, new CursorMove.None());
        Assert.Equal([new UnstorableMessage(5, "not a number")], page.Unreadable);
        Assert.Empty(page.Posts);
    }

    private static Message Text(long id, string text) => Message(id, new MessageText(new FormattedText(text, []), null));

    private static Message Message(long id, MessageContent content) =>
        new() { Id = MessageId.ToTdlib(id), ChatId = -1001, Content = content };
}
