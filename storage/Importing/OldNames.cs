using System.Text.RegularExpressions;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Importing;

/// <summary>What tables and columns of the older database are called, where that is not what is expected.</summary>
public sealed partial class OldNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Reads pairs such as <c>posts=telegram_posts</c> and <c>posts.text=content</c>.</summary>
    /// <exception cref="FormatException">A pair is none, or names what is not read; the message says which.</exception>
    public OldNames(IEnumerable<string> pairs)
    {
        foreach (var pair in pairs)
        {
            var match = Pair().Match(pair);
            if (!match.Success)
                throw new FormatException($"'{pair}' is not expected=actual, such as posts.text=content or posts=archive.telegram_posts.");
            var expected = match.Groups["expected"].Value;
            if (!OldColumn.All.Any(column => string.Equals(column.Table, expected, StringComparison.Ordinal) || string.Equals(column.Path, expected, StringComparison.Ordinal)))
                throw new FormatException($"'{expected}' is not read. These are: {string.Join(", ", OldColumn.All.Select(column => column.Path))}.");
            _names[expected] = match.Groups["actual"].Value;
        }
    }

    /// <summary>The table, quoted, with its schema if one was given.</summary>
    internal Fragment Table(string expected) =>
        new(string.Join('.', _names.GetValueOrDefault(expected, expected).Split('.').Select(Quote)));

    /// <summary>The column's name, as the database writes it.</summary>
    internal string Column(OldColumn column) => _names.GetValueOrDefault(column.Path, column.Name);

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("^(?<expected>[a-z_.]+)=(?<actual>[^=]+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pair();
}

/// <summary>A column that is read from the older database.</summary>
/// <param name="Table">Its table, as expected.</param>
/// <param name="Name">Its name, as expected.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">Whether there is no import without it.</param>
internal sealed record OldColumn(string Table, string Name, OldColumnType Type, bool Required)
{
    /// <summary>All that are read.</summary>
    public static IReadOnlyList<OldColumn> All { get; } =
    [
        new("users", "id", OldColumnType.Number, true),
        new("users", "username", OldColumnType.Text, false),
        new("users", "telegram_id", OldColumnType.Number, false),
        new("channels", "id", OldColumnType.Number, true),
        new("channels", "username", OldColumnType.Text, true),
        new("channels", "telegram_id", OldColumnType.Number, false),
        new("channels", "title", OldColumnType.Text, false),
        new("user_channel", "user_id", OldColumnType.Number, true),
        new("user_channel", "channel_id", OldColumnType.Number, true),
        new("posts", "id", OldColumnType.Number, true),
        new("posts", "channel_id", OldColumnType.Number, true),
        new("posts", "message_id", OldColumnType.Number, true),
        new("posts", "date", OldColumnType.Time, true),
        new("posts", "text", OldColumnType.Text, true),
        new("posts", "user_id", OldColumnType.Number, false),
        new("posts", "views", OldColumnType.Number, false),
        new("posts", "enriched_content", OldColumnType.Text, false),
    ];

    /// <summary>Table and name.</summary>
    public string Path => $"{Table}.{Name}";
}

/// <summary>What an older column holds.</summary>
internal enum OldColumnType
{
    /// <summary>An integer of any size.</summary>
    Number,

    /// <summary>Anything that can be read as text.</summary>
    Text,

    /// <summary>An instant; without time zone it is taken for UTC.</summary>
    Time,
}
