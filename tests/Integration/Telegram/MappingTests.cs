using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;
using TelegramParser.Storage.Posts;
using TelegramParser.TelegramSimulator.World;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;
using TextEntity = TelegramParser.TelegramSimulator.World.TextEntity;

namespace TelegramParser.IntegrationTests.Telegram;

/// <summary>Posts as they come through TDLib from a server, mapped to what is stored.</summary>
public sealed class MappingTests : IAsyncLifetime
{
    private readonly SimulatedWorld _world = Worlds.Small();
    private SimulatorHost _host = null!;

    public async Task InitializeAsync() => _host = await SimulatorHost.StartAsync(_world);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_entity_arrives_with_its_name()
    {
        (string Text, TextEntity Entity, string Expected)[] cases =
        [
            ("bold", new TextEntity(EntityKind.Bold, 0, 4), """{"type":"bold","offset":0,"length":4}"""),
            ("italic", new TextEntity(EntityKind.Italic, 0, 6), """{"type":"italic","offset":0,"length":6}"""),
            ("under", new TextEntity(EntityKind.Underline, 0, 5), """{"type":"underline","offset":0,"length":5}"""),
            ("strike", new TextEntity(EntityKind.Strike, 0, 6), """{"type":"strikethrough","offset":0,"length":6}"""),
            ("hidden", new TextEntity(EntityKind.Spoiler, 0, 6), """{"type":"spoiler","offset":0,"length":6}"""),
            ("code", new TextEntity(EntityKind.Code, 0, 4), """{"type":"code","offset":0,"length":4}"""),
            ("var x;", new TextEntity(EntityKind.Pre, 0, 6) { Language = "csharp" }, """{"type":"pre","offset":0,"length":6,"language":"csharp"}"""),
            ("quoted", new TextEntity(EntityKind.Blockquote, 0, 6), """{"type":"blockquote","offset":0,"length":6}"""),
            ("😀 words", new TextEntity(EntityKind.TextUrl, 3, 5) { Url = "https://a.example/" }, """{"type":"text_link","offset":3,"length":5,"url":"https://a.example/"}"""),
            ("https://b.example/x", new TextEntity(EntityKind.Url, 0, 19), """{"type":"url","offset":0,"length":19}"""),
            ("a@b.example", new TextEntity(EntityKind.Email, 0, 11), """{"type":"email","offset":0,"length":11}"""),
            ("+15550000009", new TextEntity(EntityKind.Phone, 0, 12), """{"type":"phone_number","offset":0,"length":12}"""),
            ("4242424242424242", new TextEntity(EntityKind.BankCard, 0, 16), """{"type":"bank_card_number","offset":0,"length":16}"""),
            ("@dailynews", new TextEntity(EntityKind.Mention, 0, 10), """{"type":"mention","offset":0,"length":10}"""),
            ("Bob", new TextEntity(EntityKind.MentionName, 0, 3) { UserId = 1002 }, """{"type":"text_mention","offset":0,"length":3,"user_id":1002}"""),
            ("#news", new TextEntity(EntityKind.Hashtag, 0, 5), """{"type":"hashtag","offset":0,"length":5}"""),
            ("$USD", new TextEntity(EntityKind.Cashtag, 0, 4), """{"type":"cashtag","offset":0,"length":4}"""),
            ("🔥", new TextEntity(EntityKind.CustomEmoji, 0, 2) { DocumentId = 5 }, """{"type":"custom_emoji","offset":0,"length":2,"custom_emoji_id":"5"}"""),
        ];
        // TDLib drops the commands of bots from the posts of channels, where no bot would hear them.
        Assert.Equal(
            Enum.GetValues<EntityKind>().Except([EntityKind.BotCommand]).Order(), cases.Select(c => c.Entity.Kind).Order());

        var posts = await ReadAsync([.. cases.Select(c => new Post { Text = c.Text, Entities = [c.Entity] })]);
        Assert.Equal(cases.Select(c => c.Text), posts.Select(post => post.Text), StringComparer.Ordinal);
        Assert.All(cases.Zip(posts), pair => Same($"[{pair.First.Expected}]", pair.Second.EntitiesJson));
    }

    [Fact]
    public async Task Every_kind_of_media_arrives_with_what_is_known_of_it()
    {
        (Media Media, string Kind, string Expected)[] cases =
        [
            (new TelegramSimulator.World.Photo(800, 600, 5000), "photo", """{"width":800,"height":600,"size":5000}"""),
            (new TelegramSimulator.World.Document("r.pdf", "application/pdf", 2048), "document", """{"file_name":"r.pdf","mime_type":"application/pdf","size":2048}"""),
            (new TelegramSimulator.World.Video(640, 480, 9, 9000), "video", """{"width":640,"height":480,"duration":9,"size":9000}"""),
            (new TelegramSimulator.World.Audio("Song", "Singer", 200, 7000), "audio", """{"title":"Song","performer":"Singer","duration":200,"size":7000}"""),
            (new Voice(4, 600), "voice", """{"duration":4,"size":600}"""),
            (new WebPage("https://p.example/", "Site", "Title", "About"), "link_preview", """{"url":"https://p.example/","site_name":"Site","title":"Title","description":"About"}"""),
            (new TelegramSimulator.World.Poll("Why?", [new PollAnswer("So", 3), new PollAnswer("No", 4)]), "poll", """{"question":"Why?","options":["So","No"],"poll_type":"regular"}"""),
        ];
        var posts = await ReadAsync([.. cases.Select(c => new Post { Text = c.Media is TelegramSimulator.World.Poll ? "" : "a caption", Media = c.Media })]);
        Assert.Equal(cases.Select(c => c.Kind), posts.Select(post => post.MediaKind), StringComparer.Ordinal);
        Assert.All(cases.Zip(posts), pair => Holds(pair.First.Expected, pair.Second.MediaJson));
        Assert.All(cases.Zip(posts), pair => Assert.Equal(pair.First.Media is TelegramSimulator.World.Poll ? "" : "a caption", pair.Second.Text));
    }

    [Fact]
    public async Task A_post_arrives_with_everything_around_its_text()
    {
        var date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var posts = await ReadAsync(
            new Post
            {
                Text = "see https://a.example/x", Entities = [new TextEntity(EntityKind.Url, 4, 19)], Date = date,
                Author = "Ann", Views = 120, Forwards = 3, ReplyTo = 2,
                Buttons = [[new UrlButton("Open", "https://button.example/")]],
            },
            new Post { Text = "from a channel", Forward = new ForwardOrigin { Date = date, ChannelId = Worlds.ChannelId, PostId = 3, Author = "Ann" } },
            new Post { Text = "from a user", Forward = new ForwardOrigin { Date = date, UserId = 1002 } },
            new Post { Text = "from somebody", Forward = new ForwardOrigin { Date = date, HiddenName = "Somebody" } },
            new Post { Text = "one", Media = new TelegramSimulator.World.Photo(10, 10, 100), AlbumId = 77 },
            new Post { Media = new TelegramSimulator.World.Photo(20, 20, 100), AlbumId = 77 },
            new Post { Action = new TitleChanged("New title") },
            new Post { Text = "discussed", Views = 1, Replies = 8, Reactions = [new Reaction("👍", 5)] });

        var rich = posts[0];
        Assert.Equal(6, rich.MessageId);
        Assert.Equal(date, rich.Date);
        Assert.Equal(("Ann", 120, 3), (rich.AuthorSignature, rich.Views, rich.Forwards));
        Assert.Equal("https://t.me/dailynews/6", rich.Permalink);
        Holds("""{"type":"message","message_id":2}""", rich.ReplyToJson);
        Assert.Equal([new LinkRecord("https://a.example/x", "url"), new LinkRecord("https://button.example/", "button")], rich.Links);

        var seconds = date.ToUnixTimeSeconds();
        Holds($$"""{"type":"channel","chat_id":{{Worlds.ChatId}},"message_id":3,"author_signature":"Ann","date":{{seconds}}}""", posts[1].ForwardJson);
        Holds($$"""{"type":"user","user_id":1002,"date":{{seconds}}}""", posts[2].ForwardJson);
        Holds($$"""{"type":"hidden_user","user_name":"Somebody","date":{{seconds}}}""", posts[3].ForwardJson);
        Assert.NotNull(posts[4].AlbumId);
        Assert.Equal(posts[4].AlbumId, posts[5].AlbumId);
        Assert.Equal((PostKinds.Service, "chat_change_title"), (posts[6].Kind, posts[6].MediaKind));
        Assert.Equal(8, posts[7].Replies);
        Same("""[{"type":"emoji","emoji":"👍","count":5}]""", posts[7].ReactionsJson);
    }

    /// <summary>Loads posts into the channel and reads them back through TDLib, mapped.</summary>
    private async Task<IReadOnlyList<PostRecord>> ReadAsync(params IReadOnlyList<Post> drafts)
    {
        var channel = _world.ChannelById(Worlds.ChannelId)!;
        var first = channel.LastPostId;
        foreach (var draft in drafts)
            channel.Load(draft);
        await using var session = await SimulatedSession.StartAsync(_host, "mapping");
        var reactionsKnown = session.Loop.InvokeAsync(() => session.Client.WaitForAsync<UpdateActiveEmojiReactions>(
            update => update.Emojis.Count > 0, SimulatedSession.Patience, CancellationToken.None));
        await session.LogInAsync(Worlds.Phone);
        await reactionsKnown;
        await session.SendAsync(new SearchPublicChat(Worlds.ChannelName));
        // TDLib keeps no reactions of what it read before it knew the channel's: read as a parse does, forward.
        await session.SendAsync(new GetSupergroupFullInfo(Worlds.ChannelId));
        var page = await session.SendAsync(new GetChatHistory(Worlds.ChatId, MessageId.ToTdlib(first), -99, 100));
        return
        [
            .. page.Items.Select(message => PostMapper.Map(message!, Worlds.ChannelName))
                .Where(post => post.MessageId > first)
                .OrderBy(post => post.MessageId),
        ];
    }

    private static void Same(string expected, string? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual ?? "null")), $"Expected {expected} but got {actual}");

    private static void Holds(string expected, string? actual)
    {
        var found = JsonNode.Parse(actual ?? "{}")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
            Assert.True(JsonNode.DeepEquals(value, found[name]), $"Expected {name} to be {value} in {actual}");
    }
}
