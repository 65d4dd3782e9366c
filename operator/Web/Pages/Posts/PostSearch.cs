using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>What a person looks for: the query of the posts page.</summary>
internal sealed record PostSearch
{
    public const string ChannelName = "channel";

    public string? Query { get; private init; }

    /// <summary>Chat id or username.</summary>
    public string? Channel { get; private init; }

    /// <summary>The first day, of UTC.</summary>
    public string? From { get; private init; }

    /// <summary>The last day, of UTC.</summary>
    public string? To { get; private init; }

    public string? Cursor { get; private init; }

    /// <summary>Whether not all posts are asked for.</summary>
    public bool IsNarrow => Query is not null || Channel is not null || From is not null || To is not null;

    /// <exception cref="ApiProblem">A date or the cursor cannot be read.</exception>
    public static PostSearch Read(IQueryCollection query) => new()
    {
        Query = query.Value(SearchQuery.WordsName),
        Channel = query.Value(ChannelName),
        From = query.Date(SearchQuery.FromName),
        To = query.Date(SearchQuery.ToName),
        Cursor = query.Value(SearchQuery.CursorName),
    };

    public PostFilter Filter() =>
        new(SearchQuery.Midnight(From), Channel, Query, SearchIn.All) { Until = SearchQuery.Midnight(To)?.AddDays(1) };

    /// <summary>The same for a feed, which has no dates: it is of what is new.</summary>
    public PostSelection Selection() => new()
    {
        Channel = Channel,
        Text = Query,
        Search = Query is null ? null : nameof(SearchIn.All).ToLowerInvariant(),
    };

    public ListCursor? After() => CursorText.Read(Cursor);

    /// <summary>Address of another page of the same search.</summary>
    /// <param name="path">Address of the posts page.</param>
    /// <param name="cursor">Where that page begins; null for the first.</param>
    public string Url(string path, string? cursor) => SearchQuery.Url(
        path,
        (SearchQuery.WordsName, Query), (ChannelName, Channel), (SearchQuery.FromName, From), (SearchQuery.ToName, To), (SearchQuery.CursorName, cursor));
}
