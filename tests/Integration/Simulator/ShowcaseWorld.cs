using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>One channel in which everything occurs that a post can have, and ids of deleted posts between.</summary>
internal static class ShowcaseWorld
{
    public const string Channel = "showcase";
    public const string Phone = "+15550000009";
    public const string Code = "24680";

    private const long FriendId = 3002;

    public static SimulatedWorld Create()
    {
        var world = new SimulatedWorld(TimeProvider.System);
        world.Add(new Account { Phone = Phone, Code = Code, User = new User { Id = 3001, FirstName = "Cleo" } });
        world.Add(new User { Id = FriendId, FirstName = "Dara", Username = "dara_writes" });
        var origin = world.Add(new ChannelInfo { Id = 1700000002, Title = "Origin", Username = "origin" });
        origin.Load(Dated(new Post { Text = "Seen first here" }, hour: 0));

        var channel = world.Add(new ChannelInfo { Id = 1700000001, Title = "Showcase", Username = Channel });
        var hour = 0;
        foreach (var post in Posts(origin))
        {
            if (hour % 5 == 4)
                channel.SkipIds(2);
            channel.Load(Dated(post, hour++));
        }
        return world;
    }

    private static Post Dated(Post post, int hour) => post with { Date = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour) };

    private static IEnumerable<Post> Posts(Channel origin)
    {
        yield return new Post { Action = new ChannelCreated("Showcase") };
        foreach (var text in Texts())
            yield return new Post { Text = text.Text, Entities = text.Entities };

        yield return new Post { Text = "A photo", Media = new Photo(800, 600, 12_345) };
        yield return new Post { Text = "A document", Media = new Document("minutes.pdf", "application/pdf", 4_567) };
        yield return new Post { Text = "A video", Media = new Video(1280, 720, 12, 3_000_000_000) };
        yield return new Post { Text = "A song", Media = new Audio("Tides", "The Piers", 185, 4_000_000) };
        yield return new Post { Text = "A voice message", Media = new Voice(7, 20_000) };
        yield return new Post
        {
            Text = "A page: https://harbour-news.example/1",
            Entities = [new TextEntity(EntityKind.Url, 8, 30)],
            Media = new WebPage("https://harbour-news.example/1", "Harbour News", "The lock is open", "After three weeks."),
        };
        yield return new Post { Media = new Poll("Tea or coffee?", [new PollAnswer("Tea", 3), new PollAnswer("Coffee", 4)]) };

        foreach (var caption in new[] { "An album", "", "" })
            yield return new Post { Text = caption, AlbumId = 777_000_000_000_001, Media = new Photo(640, 480, 9_999) };

        yield return new Post { Text = "An answer", ReplyTo = 2 };
        yield return new Post { Text = "From a channel", Forward = new ForwardOrigin { Date = DateTimeOffset.UnixEpoch.AddYears(50), ChannelId = origin.Id, PostId = 1, Author = "Ed" } };
        yield return new Post { Text = "From a person", Forward = new ForwardOrigin { Date = DateTimeOffset.UnixEpoch.AddYears(50), UserId = FriendId } };
        yield return new Post { Text = "From somebody", Forward = new ForwardOrigin { Date = DateTimeOffset.UnixEpoch.AddYears(50), HiddenName = "A shy reader" } };
        yield return new Post { Text = "Signed", Author = "Night desk", Views = 321, Forwards = 12, Replies = 5 };
        yield return new Post { Text = "Liked", Reactions = [new Reaction("👍", 40), new Reaction("🔥", 2)] };
        yield return new Post { Text = "With a button", Buttons = [[new UrlButton("Open", "https://harbour-news.example/2")]] };
        yield return new Post { Action = new PostPinned(), ReplyTo = 2 };
    }

    /// <summary>Every kind of entity, one text each; the emoji before it shows that offsets count UTF-16 code units.</summary>
    private static IEnumerable<RichText> Texts()
    {
        foreach (var (kind, text) in Marked)
            yield return new RichText().Plain("⚓🌊 ").Marked(kind, text).Plain(" after");
        yield return new RichText().Plain("🌊 ").Link("a link", "https://harbour-news.example/3");
        yield return new RichText().Plain("🌊 ").Pre("let tide = 4;", "rust");
        yield return new RichText().Plain("🌊 ").Person("Dara", FriendId);
        yield return new RichText().Plain("🌊 ").CustomEmoji("🚢", 5_368_000_000_000_000_001);
    }

    private static readonly (EntityKind Kind, string Text)[] Marked =
    [
        (EntityKind.Bold, "bold"), (EntityKind.Italic, "italic"), (EntityKind.Underline, "underlined"),
        (EntityKind.Strike, "struck"), (EntityKind.Spoiler, "hidden"), (EntityKind.Code, "code"),
        (EntityKind.Blockquote, "a quote"), (EntityKind.Url, "https://harbour-news.example"),
        (EntityKind.Email, "desk@harbour-news.example"), (EntityKind.Phone, "+15550001111"),
        (EntityKind.BankCard, "4111111111111111"), (EntityKind.Mention, "@harbour_news"),
        (EntityKind.Hashtag, "#море"), (EntityKind.Cashtag, "$USD"), (EntityKind.BotCommand, "/start"),
    ];
}
