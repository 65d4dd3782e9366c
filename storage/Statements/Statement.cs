using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace TelegramParser.Storage.Statements;

/// <summary>
/// A SQL statement, or a part of one, written as an interpolated string: every hole is sent as a parameter, so values
/// never become SQL. A hole may hold another <see cref="Statement"/>, which becomes part of this one.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Statement(int literalLength, int formattedCount)
{
    private readonly List<object> _parts = new((2 * formattedCount) + Math.Sign(literalLength));

    /// <summary>Nothing: a condition that is not asked for.</summary>
    public static Statement Empty { get; } = $"";

    /// <summary>A statement that does nothing.</summary>
    public static Statement Nothing { get; } = $"SELECT";

    public void AppendLiteral(string sql) => _parts.Add(new Fragment(sql));

    public void AppendFormatted(Fragment fragment) => _parts.Add(fragment);

    public void AppendFormatted(Statement statement) => _parts.AddRange(statement._parts);

    public void AppendFormatted<T>(T value) => _parts.Add(value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUniversalTime(),
        _ => value,
    });

    public override string ToString() => ToBatchCommand().CommandText;

    public NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand();
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part is Fragment fragment)
            {
                text.Append(fragment.Text);
                continue;
            }
            command.Parameters.Add(new NpgsqlParameter { Value = part });
            text.Append('$').Append(command.Parameters.Count);
        }
        command.CommandText = text.ToString();
        return command;
    }
}

/// <summary>A constant piece of SQL, such as a column list, inside a <see cref="Statement"/>.</summary>
internal sealed record Fragment(string Text);
