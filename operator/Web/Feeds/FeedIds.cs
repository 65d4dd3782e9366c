using System.Globalization;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Feeds;

/// <summary>Ids of feeds and entries: <c>tag</c> URIs (RFC 4151), which stay when the server moves.</summary>
internal static class FeedIds
{
    private const string Authority = "tag:tgparser.io,2026:";

    /// <summary>Of a post: the same for everybody who reads the message, so that a reader with several feeds shows it once.</summary>
    public static string Of(PostRow post) => $"{Authority}{Text(post.ChatId)}/{Text(post.Post.MessageId)}";

    /// <summary>Of a feed.</summary>
    public static string Of(UserKey user, PostSelection selection) =>
        $"{Authority}{Uri.EscapeDataString(user.Installation)}/{Uri.EscapeDataString(user.Namespace)}/{Uri.EscapeDataString(user.Name)}"
        + FeedsApi.Query(selection);

    /// <summary>A number as every culture writes it.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
