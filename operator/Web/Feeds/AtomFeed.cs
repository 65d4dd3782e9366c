using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using TelegramParser.Operator.Web.Pages.Posts;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Feeds;

/// <summary>What a feed is about.</summary>
/// <param name="Id">Its permanent id, a URI that says nothing of where it is served.</param>
/// <param name="Title">Its title.</param>
/// <param name="Self">Where it is served.</param>
/// <param name="Page">The page of the same posts for people.</param>
/// <param name="Begun">When the user was first seen: the feed's age while it has no post.</param>
internal sealed record FeedSubject(string Id, string Title, Uri Self, Uri Page, DateTimeOffset Begun);

/// <summary>
/// Posts as an Atom feed (RFC 4287). An entry's id is that of the message, for good; <c>updated</c> changes with an edit alone, never with a
/// count. Service messages and deleted posts are left out.
/// </summary>
internal static class AtomFeed
{
    private const int LongestTitle = 120;

    // A line's end as the encoder of pages writes it.
    private const string EncodedBreak = "&#xA;";

    // The text of a post that was taken over from elsewhere may be longer than Telegram's 4096.
    private const int MostText = 64 * 1024;

    /// <summary>The document, in UTF-8. The same posts give the same bytes.</summary>
    public static byte[] Write(FeedSubject subject, IEnumerable<PostRow> posts)
    {
        var items = posts.Where(post => post.DeletedAt is null && post.Post.Kind == PostKinds.Message).Select(post => Entry(subject, post)).ToList();
        var feed = new SyndicationFeed
        {
            Id = subject.Id,
            Title = Plain(subject.Title),
            LastUpdatedTime = items.Count == 0 ? subject.Begun : items.Max(item => item.LastUpdatedTime),
            Items = items,
        };
        feed.Links.Add(new SyndicationLink(subject.Self, "self", title: null, FeedsApi.ContentType, length: 0));
        feed.Links.Add(new SyndicationLink(subject.Page, "alternate", title: null, "text/html", length: 0));
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = false }))
            new Atom10FeedFormatter(feed).WriteTo(xml);
        return bytes.ToArray();
    }

    private static SyndicationItem Entry(FeedSubject subject, PostRow post)
    {
        var entry = new SyndicationItem
        {
            Id = FeedIds.Of(post),
            Title = Plain(Title(post)),
            PublishDate = post.Post.Date,
            LastUpdatedTime = post.Post.EditDate ?? post.Post.Date,
            Content = new TextSyndicationContent(Content(post), TextSyndicationContentKind.Html),
        };
        entry.Links.Add(new SyndicationLink(Address(subject, post), "alternate", title: null, "text/html", length: 0));
        entry.Authors.Add(new SyndicationPerson { Name = Author(post) });
        return entry;
    }

    private static Uri Address(FeedSubject subject, PostRow post) => SafeLink.Of(post.Post.Permalink) is { } url
        ? new Uri(url)
        : new Uri($"{subject.Page.GetLeftPart(UriPartial.Path)}/{post.Id}");

    private static string Author(PostRow post) =>
        new[] { post.Post.AuthorSignature, post.ChannelTitle, post.ChannelUsername }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) is { } name
            ? Shown(name)
            : FeedIds.Text(post.ChatId);

    // The first line that says something.
    private static string Title(PostRow post)
    {
        var line = Shown(PostText.Cut(post.Post.Text, MostText)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (line is null)
            return post.Post.MediaKind is { } kind ? $"[{Shown(kind)}]" : $"[{FeedIds.Text(post.Post.MessageId)}]";
        return line.Length <= LongestTitle ? line : PostText.Cut(line, LongestTitle - 1) + "…";
    }

    private static string Content(PostRow post)
    {
        if (post.Post.Text.Length == 0)
            return post.Post.MediaKind is { } kind ? Pages.Shared.Html.Of($"<p>[{Shown(kind)}]</p>").ToString() : "";
        // Readers have no style sheet of ours that keeps lines.
        return PostText.Render(post.Post.Text, TextStyle.Read(post.Post.EntitiesJson), MostText).ToString()
            .Replace(PostText.BlockBreak, "", StringComparison.Ordinal)
            .Replace(EncodedBreak, "<br>", StringComparison.Ordinal);
    }

    private static TextSyndicationContent Plain(string text) => new(Shown(text), TextSyndicationContentKind.Plaintext);

    // XML 1.0 has no control characters, noncharacters and halves of characters either.
    private static string Shown(string text) => PostText.Shown(text);
}
