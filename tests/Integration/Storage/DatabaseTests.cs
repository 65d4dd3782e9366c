using Npgsql;
using TelegramParser.Harness.Time;
using TelegramParser.Storage;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class DatabaseTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("postgres://ann:p%40ss@db:6432/posts?sslmode=verify-full", "Host=db;Port=6432;Username=ann;Password=p@ss;Database=posts;SSL Mode=VerifyFull")]
    [InlineData("postgresql://ann@/posts?host=/run/postgresql&connect_timeout=3", "Host=/run/postgresql;Username=ann;Database=posts;Timeout=3")]
    [InlineData("postgres://%2Frun%2Fpostgresql/posts", "Host=/run/postgresql;Database=posts")]
    [InlineData("postgres://ann:a@b@[::1]:5433/posts", "Host=::1;Port=5433;Username=ann;Password=a@b;Database=posts")]
    [InlineData("postgres://db/posts", "Host=db;Database=posts")]
    public void A_URL_is_read_as_libpq_reads_it(string url, string expected)
    {
        Assert.Equivalent(new NpgsqlConnectionStringBuilder(expected), PostgresUrl.Parse(url), strict: true);
    }

    [Theory]
    [InlineData("postgres://db:secret-port/posts", "port")]
    [InlineData("postgres://db/posts?sslmode=secret", "sslmode")]
    [InlineData("postgres://db/posts?gssencmode=secret", "gssencmode")]
    public void A_bad_URL_is_refused_without_repeating_its_values(string url, string option)
    {
        var error = Assert.Throws<FormatException>(() => PostgresUrl.Parse(url));

        Assert.Contains($"\"{option}\"", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_pool_holds_no_connection()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        Assert.Equal("tests", await database.ScalarAsync<string>("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()"));

        await using var observer = NpgsqlDataSource.Create(postgres.Cluster.ConnectionString("postgres"));
        var name = await database.ScalarAsync<string>("SELECT current_database()::text");
        await Eventually.SeeAsync(async () =>
            await observer.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'") == 0);
    }
}
