using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.UnitTests.Worker.Telegram.Mapping;

public sealed class PostMapperTests
{
    private const string File = """{"@type":"file","id":7,"size":2048,"expected_size":2048}""";

    [Fact]
    public void A_post_keeps_its_ids_times_counts_and_address()
    {
        var post = Map("""
            "id":263192576,"date":1767225600,"edit_date":1767225660,"author_signature":"Ann","media_album_id":"13546",
            "interaction_info":{"@type":"messageInteractionInfo","view_count":120,"forward_count":3,
              "reply_info":{"@type":"messageReplyInfo","reply_count":8},
              "reactions":{"@type":"messageReactions","reactions":[
                {"@type":"messageReaction","type":{"@type":"reactionTypeEmoji","emoji":"👍"},"total_count":5},
                {"@type":"messageReaction","type":{"@type":"reactionTypeCustomEmoji","custom_emoji_id":"77"},"total_count":2},
                {"@type":"messageReaction","type":{"@type":"reactionTypePaid"},"total_count":1}]}},
            """ + Text("hello"));
        Assert.Equal(251, post.MessageId);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), post.Date);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero), post.EditDate);
        Assert.Equal(PostKinds.Message, post.Kind);
        Assert.Equal("hello", post.Text);
        Assert.Equal("Ann", post.AuthorSignature);
        Assert.Equal(13546, post.AlbumId);
        Assert.Equal((120, 3, 8), (post.Views, post.Forwards, post.Replies));
        Same("""[{"type":"emoji","emoji":"👍","count":5},{"type":"custom_emoji","custom_emoji_id":"77","count":2},{"type":"paid","count":1}]""",
            post.ReactionsJson);
        Assert.Equal("https://t.me/dailynews/251", post.Permalink);
    }

    [Fact]
    public void What_a_post_does_not_have_is_absent()
    {
        var post = Map(Text("hello"));
        Assert.Null(post.EditDate);
        Assert.Null(post.AlbumId);
        Assert.Null(post.AuthorSignature);
        Assert.Null(post.Views);
        Assert.Null(post.SenderJson);
        Assert.Null(post.EntitiesJson);
        Assert.Null(post.MediaKind);
        Assert.Empty(post.Links);
    }

    [Fact]
    public void A_private_channel_has_addresses_by_its_id() =>
        Assert.Equal("https://t.me/c/1500000001/5", PostMapper.Permalink(-1001500000001, 5, username: null));

    [Fact]
    public void A_basic_group_has_no_addresses() => Assert.Null(PostMapper.Permalink(-500, 5, username: null));

    [Theory]
    [InlineData("textEntityTypeMention", "", """ "type":"mention" """)]
    [InlineData("textEntityTypeHashtag", "", """ "type":"hashtag" """)]
    [InlineData("textEntityTypeCashtag", "", """ "type":"cashtag" """)]
    [InlineData("textEntityTypeBotCommand", "", """ "type":"bot_command" """)]
    [InlineData("textEntityTypeUrl", "", """ "type":"url" """)]
    [InlineData("textEntityTypeEmailAddress", "", """ "type":"email" """)]
    [InlineData("textEntityTypePhoneNumber", "", """ "type":"phone_number" """)]
    [InlineData("textEntityTypeBankCardNumber", "", """ "type":"bank_card_number" """)]
    [InlineData("textEntityTypeBold", "", """ "type":"bold" """)]
    [InlineData("textEntityTypeItalic", "", """ "type":"italic" """)]
    [InlineData("textEntityTypeUnderline", "", """ "type":"underline" """)]
    [InlineData("textEntityTypeStrikethrough", "", """ "type":"strikethrough" """)]
    [InlineData("textEntityTypeSpoiler", "", """ "type":"spoiler" """)]
    [InlineData("textEntityTypeCode", "", """ "type":"code" """)]
    [InlineData("textEntityTypePre", "", """ "type":"pre" """)]
    [InlineData("textEntityTypePreCode", ""","language":"csharp" """, """ "type":"pre","language":"csharp" """)]
    [InlineData("textEntityTypeBlockQuote", "", """ "type":"blockquote" """)]
    [InlineData("textEntityTypeExpandableBlockQuote", "", """ "type":"expandable_blockquote" """)]
    [InlineData("textEntityTypeTextUrl", ""","url":"https://a.example/" """, """ "type":"text_link","url":"https://a.example/" """)]
    [InlineData("textEntityTypeMentionName", ""","user_id":5 """, """ "type":"text_mention","user_id":5 """)]
    [InlineData("textEntityTypeCustomEmoji", ""","custom_emoji_id":"99" """, """ "type":"custom_emoji","custom_emoji_id":"99" """)]
    [InlineData("textEntityTypeDateTime", ""","unix_time":1767225600 """, """ "type":"date_time","unix_time":1767225600 """)]
    [InlineData("textEntityTypeOfTomorrow", "", """ "type":"unknown" """)]
    public void Every_kind_of_entity_has_its_name(string type, string fields, string expected)
    {
        var post = Map(Text("some text here", $$$"""{"offset":2,"length":4,"type":{"@type":"{{{type}}}"{{{fields}}}}}"""));
        Same($$"""[{"offset":2,"length":4,{{expected}}}]""", post.EntitiesJson);
    }

    [Fact]
    public void A_style_that_TDLib_cuts_around_a_time_of_day_is_whole_again()
    {
        var post = Map(Text("open at 19:00.",
            """{"offset":0,"length":8,"type":{"@type":"textEntityTypeItalic"}},{"offset":8,"length":5,"type":{"@type":"textEntityTypeItalic"}},{"offset":8,"length":5,"type":{"@type":"textEntityTypeMediaTimestamp","media_timestamp":1140}},{"offset":13,"length":1,"type":{"@type":"textEntityTypeItalic"}}"""));
        Same("""[{"offset":0,"length":14,"type":"italic"}]""", post.EntitiesJson);
    }

    [Theory]
    [InlineData("messagePhoto", """ "photo":{"sizes":[{"type":"m","photo":FILE,"width":320,"height":200},{"type":"x","photo":FILE,"width":800,"height":500}]},"has_spoiler":true,"caption":CAPTION """,
        "photo", """{"size":2048,"width":800,"height":500,"spoiler":true}""")]
    [InlineData("messageVideo", """ "video":{"duration":9,"width":640,"height":480,"file_name":"a.mp4","mime_type":"video/mp4","video":FILE},"caption":CAPTION """,
        "video", """{"file_name":"a.mp4","mime_type":"video/mp4","size":2048,"width":640,"height":480,"duration":9}""")]
    [InlineData("messageAudio", """ "audio":{"duration":200,"title":"Song","performer":"Singer","file_name":"s.mp3","mime_type":"audio/mpeg","audio":FILE},"caption":CAPTION """,
        "audio", """{"file_name":"s.mp3","mime_type":"audio/mpeg","size":2048,"duration":200,"title":"Song","performer":"Singer"}""")]
    [InlineData("messageVoiceNote", """ "voice_note":{"duration":4,"waveform":"AA==","mime_type":"audio/ogg","voice":FILE},"caption":CAPTION """,
        "voice", """{"mime_type":"audio/ogg","size":2048,"duration":4}""")]
    [InlineData("messageDocument", """ "document":{"file_name":"r.pdf","mime_type":"application/pdf","document":FILE},"caption":CAPTION """,
        "document", """{"file_name":"r.pdf","mime_type":"application/pdf","size":2048}""")]
    [InlineData("messageAnimation", """ "animation":{"duration":3,"width":10,"height":20,"file_name":"g.mp4","mime_type":"video/mp4","animation":FILE},"caption":CAPTION """,
        "animation", """{"file_name":"g.mp4","mime_type":"video/mp4","size":2048,"width":10,"height":20,"duration":3}""")]
    [InlineData("messagePaidMedia", """ "star_count":50,"media":[],"caption":CAPTION """,
        "paid_media", """{"stars":50}""")]
    public void Media_with_a_caption_keep_both(string type, string fields, string kind, string media)
    {
        var post = Map(Content(type, fields));
        Assert.Equal("a caption", post.Text);
        Assert.Equal(kind, post.MediaKind);
        Same(media, post.MediaJson);
    }

    [Fact]
    public void A_rich_message_is_its_text_block_by_block_with_its_links()
    {
        var post = Map(Content("messageRichMessage",
            """
            "message":{"@type":"richMessage","blocks":[
              {"@type":"pageBlockHeader","header":{"@type":"richTextPlain","text":"Head"}},
              {"@type":"pageBlockParagraph","text":{"@type":"richTexts","texts":[
                {"@type":"richTextPlain","text":"see "},
                {"@type":"richTextUrl","text":{"@type":"richTextBold","text":{"@type":"richTextPlain","text":"here"}},"url":"https://example.org/a","is_cached":false}]}}]}
            """));
        Assert.Equal(("Head\nsee here", PostKinds.Message, "rich_message"), (post.Text, post.Kind, post.MediaKind));
        Assert.Equal(new LinkRecord("https://example.org/a", "text_link"), Assert.Single(post.Links));
    }

    [Theory]
    [InlineData("messageVideoNote", """ "video_note":{"duration":5,"length":240,"video":FILE} """,
        "video_note", """{"size":2048,"width":240,"height":240,"duration":5}""")]
    [InlineData("messageSticker", """ "sticker":{"set_id":"12","width":512,"height":512,"emoji":"🙂","format":{"@type":"stickerFormatTgs"},"sticker":FILE} """,
        "sticker", """{"emoji":"🙂","format":"tgs","size":2048,"width":512,"height":512}""")]
    [InlineData("messageDice", """ "emoji":"🎲","value":4 """,
        "dice", """{"emoji":"🎲","value":4}""")]
    [InlineData("messagePoll", """ "poll":{"id":"8","question":{"text":"Why?","entities":[]},"options":[{"text":{"text":"So","entities":[]},"voter_count":3},{"text":{"text":"No","entities":[]},"voter_count":4}],"total_voter_count":7,"is_anonymous":true,"type":{"@type":"pollTypeQuiz","correct_option_ids":[1],"explanation":{"text":"Because","entities":[]}}} """,
        "poll", """{"question":"Why?","options":["So","No"],"poll_type":"quiz","anonymous":true,"multiple_answers":false}""")]
    [InlineData("messageLocation", """ "location":{"latitude":52.5,"longitude":13.4} """,
        "location", """{"latitude":52.5,"longitude":13.4}""")]
    [InlineData("messageVenue", """ "venue":{"location":{"latitude":1.5,"longitude":2.5},"title":"Cafe","address":"Street 1","provider":"foursquare","id":"x"} """,
        "venue", """{"latitude":1.5,"longitude":2.5,"title":"Cafe","address":"Street 1","provider":"foursquare"}""")]
    [InlineData("messageContact", """ "contact":{"phone_number":"15550000001","first_name":"Ann","last_name":"","user_id":0} """,
        "contact", """{"phone_number":"15550000001","first_name":"Ann"}""")]
    [InlineData("messageStory", """ "story_poster_chat_id":-1001,"story_id":6 """,
        "story", """{"chat_id":-1001,"story_id":6}""")]
    [InlineData("messageChecklist", """ "list":{"title":{"text":"Do","entities":[]},"tasks":[{"id":1,"text":{"text":"this","entities":[]}}]} """,
        "checklist", """{"title":"Do","tasks":["this"]}""")]
    public void Media_without_a_caption_have_no_text(string type, string fields, string kind, string media)
    {
        var post = Map(Content(type, fields));
        Assert.Equal("", post.Text);
        Assert.Equal(PostKinds.Message, post.Kind);
        Assert.Equal(kind, post.MediaKind);
        Same(media, post.MediaJson);
    }

    [Fact]
    public void An_emoji_that_moves_is_text()
    {
        var post = Map(Content("messageAnimatedEmoji", """ "emoji":"🔥" """));
        Assert.Equal(("🔥", "animated_emoji"), (post.Text, post.MediaKind));
    }

    [Theory]
    [InlineData("messageChatChangeTitle", PostKinds.Service, "chat_change_title")]
    [InlineData("messagePinMessage", PostKinds.Service, "pin_message")]
    [InlineData("messageUnsupported", PostKinds.Message, "unsupported")]
    [InlineData("messageGiveaway", PostKinds.Message, "giveaway")]
    public void Other_contents_are_kept_by_name(string type, string kind, string mediaKind)
    {
        var post = Map(Content(type, """ "title":"New" """));
        Assert.Equal((kind, mediaKind), (post.Kind, post.MediaKind));
    }

    [Theory]
    [InlineData("""{"@type":"messageOriginUser","sender_user_id":5}""", """{"type":"user","user_id":5,"date":9}""")]
    [InlineData("""{"@type":"messageOriginHiddenUser","sender_name":"Ann"}""", """{"type":"hidden_user","user_name":"Ann","date":9}""")]
    [InlineData("""{"@type":"messageOriginChat","sender_chat_id":-5,"author_signature":""}""", """{"type":"chat","chat_id":-5,"date":9}""")]
    [InlineData("""{"@type":"messageOriginChannel","chat_id":-1005,"message_id":3145728,"author_signature":"Ann"}""",
        """{"type":"channel","chat_id":-1005,"message_id":3,"author_signature":"Ann","date":9}""")]
    public void Every_kind_of_forward_keeps_its_origin(string origin, string expected)
    {
        var post = Map($$""" "forward_info":{"@type":"messageForwardInfo","origin":{{origin}},"date":9},""" + Text("x"));
        Same(expected, post.ForwardJson);
    }

    [Fact]
    public void A_forward_of_a_forward_keeps_both_messages()
    {
        var post = Map("""
            "forward_info":{"origin":{"@type":"messageOriginHiddenUser","sender_name":"Ann"},"date":9,
              "source":{"@type":"forwardSource","chat_id":-1007,"message_id":2097152}},
            """ + Text("x"));
        Same("""{"type":"hidden_user","user_name":"Ann","date":9,"source_chat_id":-1007,"source_message_id":2}""", post.ForwardJson);
    }

    [Fact]
    public void A_reply_keeps_what_it_answers()
    {
        var post = Map("""
            "reply_to":{"@type":"messageReplyToMessage","chat_id":-1001500000001,"message_id":4194304,
              "quote":{"@type":"textQuote","text":{"text":"a part","entities":[]},"position":3}},
            """ + Text("x"));
        Same("""{"type":"message","chat_id":-1001500000001,"message_id":4,"quote":"a part"}""", post.ReplyToJson);
    }

    [Fact]
    public void Who_writes_in_the_channels_name_is_told_apart_from_the_channel()
    {
        Same("""{"type":"user","user_id":5}""", Map(""" "sender_id":{"@type":"messageSenderUser","user_id":5},""" + Text("x")).SenderJson);
        Same("""{"type":"chat","chat_id":-1009}""", Map(""" "sender_id":{"@type":"messageSenderChat","chat_id":-1009},""" + Text("x")).SenderJson);
        Assert.Null(Map(""" "sender_id":{"@type":"messageSenderChat","chat_id":-1001500000001},""" + Text("x")).SenderJson);
    }

    [Fact]
    public void Links_are_kept_once_in_the_order_of_reading()
    {
        var post = Map("""
            "reply_markup":{"@type":"replyMarkupInlineKeyboard","rows":[[
              {"text":"Open","type":{"@type":"inlineKeyboardButtonTypeUrl","url":"https://button.example/"}},
              {"text":"Again","type":{"@type":"inlineKeyboardButtonTypeUrl","url":"https://words.example/"}},
              {"text":"Vote","type":{"@type":"inlineKeyboardButtonTypeCallback","data":"AA=="}}]]},
            """ + Content("messageText", """
            "text":{"text":"😀 plain.example and words, a@b.example","entities":[
              {"offset":3,"length":13,"type":{"@type":"textEntityTypeUrl"}},
              {"offset":21,"length":5,"type":{"@type":"textEntityTypeTextUrl","url":"https://words.example/"}},
              {"offset":28,"length":11,"type":{"@type":"textEntityTypeEmailAddress"}}]},
            "link_preview":{"@type":"linkPreview","url":"https://preview.example/","display_url":"preview.example","site_name":"Site",
              "title":"Title","description":{"text":"What it says","entities":[]},"author":""}
            """));
        Assert.Equal(
            [
                new LinkRecord("https://plain.example", "url"),
                new LinkRecord("https://words.example/", "text_link"),
                new LinkRecord("https://button.example/", "button"),
                new LinkRecord("https://preview.example/", "preview"),
            ],
            post.Links);
        Assert.Equal("link_preview", post.MediaKind);
        Same("""{"url":"https://preview.example/","display_url":"preview.example","site_name":"Site","title":"Title","description":"What it says"}""",
            post.MediaJson);
    }

    private static PostRecord Map(string fields)
    {
        var json = $$"""{"@type":"message","chat_id":-1001500000001,"author_signature":"","media_album_id":"0",{{fields}}}""";
        return PostMapper.Map(JsonSerializer.Deserialize(json, TdApiJson.Default.Message)!, "dailynews");
    }

    private static string Text(string text, string entities = "") =>
        Content("messageText", $$$""" "text":{"@type":"formattedText","text":"{{{text}}}","entities":[{{{entities}}}]} """);

    private static string Content(string type, string fields)
    {
        var filled = fields.Replace("FILE", File, StringComparison.Ordinal)
            .Replace("CAPTION", """{"@type":"formattedText","text":"a caption","entities":[]}""", StringComparison.Ordinal);
        return $$""" "content":{"@type":"{{type}}",{{filled}}} """;
    }

    private static void Same(string expected, string? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual!)), $"Expected {expected} but got {actual}");
}
