using Npgsql;

namespace TelegramParser.Storage.Statements;

/// <summary>Reads rows by column name.</summary>
internal static class ReaderExtensions
{
    /// <summary>The column's value; null when it is NULL and <typeparamref name="T"/> allows that.</summary>
    public static T Get<T>(this NpgsqlDataReader reader, string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return default(T) is null && reader.IsDBNull(ordinal) ? default! : reader.GetFieldValue<T>(ordinal);
    }

    /// <summary>All rows of the current result.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(
        this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>All rows of the current result, and the reader moved to the next.</summary>
    public static async Task<IReadOnlyList<T>> ListAndMoveOnAsync<T>(
        this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var rows = await reader.ListAsync(read, cancellation);
        await reader.NextResultAsync(cancellation);
        return rows;
    }
}
