using System.Globalization;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>The query of a page with a search form. An input that was left empty is not asked for.</summary>
internal static class SearchQuery
{
    public const string WordsName = "q";
    public const string FromName = "from";
    public const string ToName = "to";
    public const string CursorName = "cursor";

    private const string DateForm = "yyyy-MM-dd";

    /// <summary>A value without what is around it; null when it is empty.</summary>
    public static string? Value(this IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A day, as a browser writes it.</summary>
    /// <exception cref="ApiProblem">It cannot be read.</exception>
    public static string? Date(this IQueryCollection query, string name) =>
        query.Value(name) is not { } value || DateOnly.TryParseExact(value, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? query.Value(name)
            : throw ApiProblem.InvalidParameter(name, $"'{value}' is not a date: write it as {DateForm}.");

    /// <summary>When a day begins, in UTC.</summary>
    public static DateTimeOffset? Midnight(string? day) => day is null
        ? null
        : new DateTimeOffset(DateOnly.ParseExact(day, DateForm, CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>An address with what is asked for.</summary>
    public static string Url(string path, params IEnumerable<(string Name, string? Value)> values) => path + QueryString.Create(
        values.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
}
