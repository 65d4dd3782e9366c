using System.Globalization;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>What a person looks for: the query of the posts page. An input that was left empty is not asked for.</summary>
internal sealed record PostSearch
{
    public const string QueryName = "q";
    public const string ChannelName = "channel";
    public const string FromName = "from";
    public const string ToName = "to";

    private const string CursorName = "cursor";
    private const string DateForm = "yyyy-MM-dd";

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
    public static PostSearch Read(IQueryCollection query)
    {
        return new PostSearch
        {
            Query = Value(QueryName),
            Channel = Value(ChannelName),
            From = Date(FromName),
            To = Date(ToName),
            Cursor = Value(CursorName),
        };

        string? Value(string name) => query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

        string? Date(string name) => Value(name) is not { } value || DateOnly.TryParseExact(value, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? Value(name)
            : throw ApiProblem.InvalidParameter(name, $"'{value}' is not a date: write it as {DateForm}.");
    }

    public PostFilter Filter() => new(Midnight(From), Channel, Query, SearchIn.All) { Until = Midnight(To)?.AddDays(1) };

    public PostCursor? After() => CursorText.Read(Cursor);

    /// <summary>Address of another page of the same search.</summary>
    /// <param name="path">Address of the posts page.</param>
    /// <param name="cursor">Where that page begins; null for the first.</param>
    public string Url(string path, string? cursor) => path + QueryString.Create(
        new[] { (QueryName, Query), (ChannelName, Channel), (FromName, From), (ToName, To), (CursorName, cursor) }
            .Where(pair => pair.Item2 is not null)
            .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));

    private static DateTimeOffset? Midnight(string? day) => day is null
        ? null
        : new DateTimeOffset(DateOnly.ParseExact(day, DateForm, CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}
