using System.Net;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class HealthTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Ready_means_that_all_migrations_are_applied()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await using var empty = await WebInstallation.StartAsync(postgres.Cluster, migrated: false);

        await web.Http.JsonAsync("/readyz");
        await empty.Http.JsonAsync("/healthz");
        var problem = await empty.Http.ProblemAsync("/readyz", HttpStatusCode.ServiceUnavailable, "database_unavailable");

        Assert.Contains("operator migrate", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Postgres_requests_are_answered_with_503_and_pages_say_so()
    {
        await using var web = await WebInstallation.StartAsync(
            postgres.Cluster, o => o with { Database = "Host=/nonexistent;Database=none;Username=none" });

        await web.Http.ProblemAsync("/readyz", HttpStatusCode.ServiceUnavailable, "database_unavailable");
        await web.Http.ProblemAsync("/users", HttpStatusCode.ServiceUnavailable, "database_unavailable");
        using var page = await web.Http.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("The database does not answer", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
