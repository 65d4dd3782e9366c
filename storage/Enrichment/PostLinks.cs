namespace TelegramParser.Storage.Enrichment;

/// <summary>Posts whose links are to be followed: an entry of <c>unfollowed_posts</c>.</summary>
/// <param name="Entry">Its number.</param>
/// <param name="Posts">The posts that are still there and have links.</param>
public sealed record UnfollowedPosts(long Entry, IReadOnlyList<PostLinks> Posts);

/// <summary>The links of a post.</summary>
/// <param name="PostId">The post's number.</param>
/// <param name="ChatId">Its channel.</param>
/// <param name="Date">When it was posted.</param>
/// <param name="Links">All its links, in their order.</param>
public sealed record PostLinks(long PostId, long ChatId, DateTimeOffset Date, IReadOnlyList<StoredLink> Links);

/// <summary>A link as it is stored.</summary>
/// <param name="Position">Its place among the post's links.</param>
/// <param name="Url">Its address, as the post has it.</param>
/// <param name="Kind">Where it stands in the post.</param>
/// <param name="HasPage">It has a page already.</param>
/// <param name="Skip">Why it is not followed, when that is decided already.</param>
public sealed record StoredLink(int Position, string Url, string Kind, bool HasPage, string? Skip);

/// <summary>What was decided about a link.</summary>
/// <param name="PostId">Its post's number.</param>
/// <param name="Position">Its place among the post's links.</param>
/// <param name="Url">Its address as it was when that was decided.</param>
/// <param name="Page">The page that it leads to, or</param>
/// <param name="Skip">why it is not followed.</param>
public sealed record FollowedLink(long PostId, int Position, string Url, LinkedPage? Page, string? Skip);

/// <summary>A page that a post links to.</summary>
/// <param name="Url">Normalised.</param>
/// <param name="Host">Its host, as turns are taken.</param>
/// <param name="Provider">Who is to get it.</param>
/// <param name="WantedAt">Date of the post.</param>
public sealed record LinkedPage(string Url, string Host, string Provider, DateTimeOffset WantedAt);
