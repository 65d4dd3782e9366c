using Npgsql;

namespace TelegramParser.Storage.Statements;

/// <summary>Runs statements: those of one call in one round trip, as one (implicit) transaction.</summary>
internal static class StatementExecution
{
    public static NpgsqlBatch Batch(this NpgsqlDataSource database, params Statement[] statements) =>
        Fill(database.CreateBatch(), statements);

    public static NpgsqlBatch Batch(this NpgsqlConnection connection, params Statement[] statements) =>
        Fill(connection.CreateBatch(), statements);

    public static async Task<int> ExecuteAsync(
        this NpgsqlDataSource database, Statement statement, CancellationToken cancellation)
    {
        await using var batch = database.Batch(statement);
        return await batch.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<IReadOnlyList<T>> ListAsync<T>(
        this NpgsqlDataSource database, Statement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var batch = database.Batch(statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await reader.ListAsync(read, cancellation);
    }

    public static async Task<T?> FirstAsync<T>(
        this NpgsqlDataSource database, Statement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var rows = await database.ListAsync(statement, read, cancellation);
        return rows.Count == 0 ? default : rows[0];
    }

    private static NpgsqlBatch Fill(NpgsqlBatch batch, Statement[] statements)
    {
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.ToBatchCommand());
        return batch;
    }
}
