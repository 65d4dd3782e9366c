using Npgsql;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Gates;

[Collection(PostgresCollection.Name)]
public sealed class PostgresGateTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_request_that_is_stopped_has_not_reached_Postgres_until_it_is_released()
    {
        var database = await NumbersAsync();
        await using var gate = PostgresGate.Open(database);
        await using var source = NpgsqlDataSource.Create(gate.ConnectionString());
        var stop = gate.StopRequest("INSERT INTO numbers", skip: 1);

        await InsertAsync(source, 1);
        var second = InsertAsync(source, 2);
        await stop.Reached;
        Assert.Equal(1, await CountAsync(database));
        stop.Release();
        await second;
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task A_request_that_is_dropped_never_reaches_Postgres()
    {
        var database = await NumbersAsync();
        await using var gate = PostgresGate.Open(database);
        await using var source = NpgsqlDataSource.Create(gate.ConnectionString());
        var stop = gate.StopRequest("INSERT INTO numbers");

        var insert = InsertAsync(source, 1);
        await stop.Reached;
        stop.Drop();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => insert);
        Assert.Equal(0, await CountAsync(database));
        await InsertAsync(source, 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_stopped_once_the_statement_is_committed(bool prepared)
    {
        var database = await NumbersAsync();
        await using var gate = PostgresGate.Open(database);
        await using var source = NpgsqlDataSource.Create(gate.ConnectionString() + (prepared ? ";Max Auto Prepare=5;Auto Prepare Min Usages=1" : ""));
        await InsertAsync(source, 1);
        var stop = gate.StopAnswer("INSERT INTO numbers");

        var insert = InsertAsync(source, 2);
        await stop.Reached;
        Assert.Equal(2, await CountAsync(database));
        Assert.False(insert.IsCompleted);
        stop.Drop();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => insert);
    }

    [Fact]
    public async Task An_answer_inside_a_transaction_passes_and_that_of_its_commit_is_stopped()
    {
        var database = await NumbersAsync();
        await using var gate = PostgresGate.Open(database);
        await using var source = NpgsqlDataSource.Create(gate.ConnectionString());
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var stop = gate.StopAnswer("INSERT INTO numbers");

        await using var insert = new NpgsqlCommand("INSERT INTO numbers VALUES (1)", connection);
        await insert.ExecuteNonQueryAsync();
        Assert.Equal(0, await CountAsync(database));
        var commit = transaction.CommitAsync();
        await stop.Reached;
        Assert.Equal(1, await CountAsync(database));
        stop.Release();
        await commit;
    }

    [Fact]
    public async Task A_client_that_goes_away_is_gone_for_Postgres_too()
    {
        var database = await NumbersAsync();
        await using var gate = PostgresGate.Open(database);
        await using (var source = NpgsqlDataSource.Create(gate.ConnectionString() + ";Application Name=passing"))
            await InsertAsync(source, 1);
        await using var direct = NpgsqlDataSource.Create(database);
        await Eventually.SeeAsync(async () =>
        {
            await using var command = direct.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'passing'");
            return (long)(await command.ExecuteScalarAsync())! == 0;
        });
    }

    private async Task<string> NumbersAsync()
    {
        var database = await postgres.Cluster.CreateEmptyDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var create = source.CreateCommand("CREATE TABLE numbers (number integer)");
        await create.ExecuteNonQueryAsync();
        return database;
    }

    private static async Task InsertAsync(NpgsqlDataSource source, int number)
    {
        await using var insert = source.CreateCommand("INSERT INTO numbers VALUES ($1)");
        insert.Parameters.Add(new NpgsqlParameter { Value = number });
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("SELECT count(*) FROM numbers");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
