using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>Writes the posts of one channel. With the same seed it writes the same posts.</summary>
/// <param name="theme">What about.</param>
/// <param name="random">Chance.</param>
/// <param name="siteAddress">Where a site is; under its own name if null.</param>
internal sealed class PostWriter(Theme theme, Random random, Func<string, Uri>? siteAddress = null)
{
    /// <summary>An ordinary post: headline, a sentence or two, a link or a hashtag, often something to look at.</summary>
    public Post Write()
    {
        var headline = theme.Headline(random);
        var details = theme.ShuffleDetails(random);
        var text = new RichText().Marked(EntityKind.Bold, headline).Plain("\n\n").Plain(details.Dequeue());
        if (Chance(0.4))
            text.Plain(" ").Plain(details.Dequeue());
        Flourish(text, details);

        var url = new Uri(siteAddress?.Invoke(theme.Site) ?? new Uri($"https://{theme.Site}/"), $"{random.Next(10_000, 99_999)}").AbsoluteUri;
        var isLinked = Chance(0.6);
        if (isLinked)
            text.Plain("\n\n").Link(theme.ReadMore, url);
        else if (Chance(0.4))
            text.Plain("\n\n").Marked(EntityKind.Url, url);
        if (Chance(0.5))
            text.Plain("\n\n").Marked(EntityKind.Hashtag, theme.Hashtag(random));

        var preview = isLinked && Chance(0.5) ? new WebPage(url, theme.Title, headline, details.Dequeue()) : null;
        return Counted(new Post { Text = text.Text, Entities = text.Entities, Media = preview ?? SomeMedia() });
    }

    /// <summary>A poll: it has a question in place of a text.</summary>
    public Post WritePoll() => Counted(new Post
    {
        Media = new Poll(theme.Headline(random) + "?", [new("👍", random.Next(500)), new("👎", random.Next(500))]),
    });

    /// <summary>Two to five photos and videos; the first one has the text.</summary>
    public IReadOnlyList<Post> WriteAlbum()
    {
        var album = random.NextInt64(1, long.MaxValue);
        var caption = new RichText().Marked(EntityKind.Bold, theme.Headline(random));
        return
        [
            .. Enumerable.Range(0, random.Next(2, 6)).Select(index => Counted(new Post
            {
                AlbumId = album,
                Text = index == 0 ? caption.Text : "",
                Entities = index == 0 ? caption.Entities : [],
                Media = Chance(0.8) ? SomePhoto() : SomeVideo(),
            })),
        ];
    }

    /// <summary>Now and then a post uses something less common.</summary>
    private void Flourish(RichText text, Queue<string> details)
    {
        switch (random.Next(20))
        {
            case 0:
                text.Plain("\n\n").Marked(EntityKind.Blockquote, details.Dequeue());
                break;
            case 1:
                text.Plain(" ").Marked(EntityKind.Italic, details.Dequeue());
                break;
            case 2:
                text.Plain("\n").Marked(EntityKind.Mention, "@harbour_news").Plain(" ").Marked(EntityKind.Email, $"desk@{theme.Site}");
                break;
            case 3:
                text.Plain("\n").Marked(EntityKind.Spoiler, details.Dequeue());
                break;
        }
    }

    private Media? SomeMedia() => random.Next(12) switch
    {
        0 or 1 => SomePhoto(),
        2 => SomeVideo(),
        3 => new Document($"report-{random.Next(100, 999)}.pdf", "application/pdf", random.Next(20_000, 4_000_000)),
        4 when Chance(0.3) => new Voice(random.Next(5, 90), random.Next(20_000, 300_000)),
        5 when Chance(0.3) => new Audio(theme.Headline(random), theme.Title, random.Next(60, 1_800), random.Next(1_000_000, 9_000_000)),
        _ => null,
    };

    private Photo SomePhoto() => new(Width: 1280, Height: random.Next(720, 961), Size: random.Next(60_000, 300_000));

    private Video SomeVideo() => new(Width: 1280, Height: 720, Duration: random.Next(6, 240), Size: random.Next(1_000_000, 30_000_000));

    private Post Counted(Post post)
    {
        var views = random.Next(80, 9_000);
        return post with
        {
            Views = views,
            Forwards = random.Next(views / 40 + 1),
            Replies = Chance(0.2) ? random.Next(60) : null,
            Reactions = Chance(0.4) ? SomeReactions() : [],
            Author = Chance(0.1) ? "Night desk" : null,
        };
    }

    /// <summary>The one that was chosen most comes first, as from the real server.</summary>
    private IReadOnlyList<Reaction> SomeReactions()
    {
        var most = random.Next(1, 200);
        return [new("👍", most), new("🔥", random.Next(1, most + 1))];
    }

    private bool Chance(double probability) => random.NextDouble() < probability;
}
