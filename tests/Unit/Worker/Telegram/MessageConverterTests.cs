using System.Text.Json;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.UnitTests.Worker.Telegram;

public sealed class MessageConverterTests
{
    private const string Good =
        """{"@type":"message","id":1048576,"chat_id":-1001,"date":10,"content":{"@type":"messageText","text":{"text":"good","entities":[]}}}""";

    public static TheoryData<string> Bad => new()
    {
        // A number that grew, a word in place of a number, another shape, a content without a name, no content at all.
        """{"@type":"message","id":2097152,"chat_id":-1001,"date":20,"content":{"@type":"messageDice","emoji":"x","value":99999999999}}""",
        """{"@type":"message","id":2097152,"chat_id":-1001,"date":20,"edit_date":"soon","content":{"@type":"messageText"}}""",
        """{"@type":"message","id":2097152,"chat_id":-1001,"date":20,"author_signature":{"@type":"signature"}}""",
        """{"@type":"message","id":2097152,"chat_id":-1001,"date":20,"content":{"text":{"text":"a"}}}""",
        """{"@type":"message","id":2097152,"chat_id":-1001,"date":20,"content":{}}""",
        """{"@type":"message","id":2097152,"chat_id":-1001,"date":20,"content":"gone"}""",
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_message_that_does_not_fit_leaves_the_others_of_its_page_readable(string bad)
    {
        var page = JsonSerializer.Deserialize(
            $$"""{"@type":"messages","total_count":4,"messages":[{{Good}},{{bad}},null,{{Good}}],"@extra":7}""", TdApiJson.Default.Messages)!;

        Assert.Equal(4, page.Items.Count);
        Assert.Equal(["good", "good"], new[] { page.Items[0], page.Items[3] }.Select(m => ((MessageText)m!.Content).Text.Text));
        Assert.Null(page.Items[2]);
        var unreadable = page.Items[1]!;
        Assert.Equal((2097152, -1001, 20), (unreadable.Id, unreadable.ChatId, unreadable.Date));
        Assert.NotEmpty(unreadable.Unreadable!);
        Assert.Null(page.Items[0]!.Unreadable);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void It_does_not_hide_the_chat_whose_last_message_it_is(string bad)
    {
        var chat = JsonSerializer.Deserialize(
            $$"""{"@type":"chat","id":-1001,"title":"News","last_message":{{bad}},"type":{"@type":"chatTypePrivate"} }""",
            TdApiJson.Default.Chat)!;
        Assert.Equal(("News", 2097152L), (chat.Title, chat.LastMessage!.Id));
        var update = (UpdateChatLastMessage)JsonSerializer.Deserialize(
            $$"""{"@type":"updateChatLastMessage","chat_id":-1001,"last_message":{{bad}},"positions":[]}""", TdApiJson.Default.TdUpdate)!;
        Assert.NotNull(update.LastMessage!.Unreadable);
    }

    [Theory]
    [InlineData("""{"@type":"message","id":"first","chat_id":-1001,"date":20}""")]
    [InlineData("""{"@type":"message","id":1,"chat_id":-1001,"date":"soon"}""")]
    [InlineData("7")]
    public void One_whose_place_is_not_known_cannot_be_passed_by(string bad) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
            $$"""{"@type":"messages","total_count":1,"messages":[{{bad}}]}""", TdApiJson.Default.Messages));

    [Fact]
    public void A_chat_may_have_no_last_message() =>
        Assert.Null(JsonSerializer.Deserialize("""{"@type":"chat","id":-1001,"title":"","last_message":null}""", TdApiJson.Default.Chat)!.LastMessage);
}
