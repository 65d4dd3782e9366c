using System.Text.Json.Nodes;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class OpenApiTests(PostgresFixture postgres)
{
    private const string Routes = """
        DELETE /tokens/{id}
        GET /audit
        GET /healthz
        GET /mentions/{id}
        GET /pages/{id}
        GET /parse_runs/{id}
        GET /posts/{id}
        GET /posts/{id}/links
        GET /readyz
        GET /stats
        GET /stats/enrichment
        GET /tokens
        GET /users
        GET /users/{id}
        GET /users/{id}/auth_status
        GET /users/{id}/channels
        GET /users/{id}/channels/{channel}/retention
        GET /users/{id}/dialogs
        GET /users/{id}/feed.atom
        GET /users/{id}/groups
        GET /users/{id}/login
        GET /users/{id}/login/qr.svg
        GET /users/{id}/mentions
        GET /users/{id}/notifications
        GET /users/{id}/posts
        GET /users/{id}/posts/export
        GET /users/{id}/retention
        GET /users/{id}/unstored
        POST /pages/{id}/retry
        POST /parse_all_channels
        POST /tokens
        POST /users/{id}/channels/parse
        POST /users/{id}/channels/{channel}/parse
        POST /users/{id}/enrichment/retry
        POST /users/{id}/login/code
        POST /users/{id}/login/password
        POST /users/{id}/login/phone
        POST /users/{id}/login/qr
        POST /users/{id}/logout
        POST /users/{id}/notifications/retry
        POST /users/{id}/notifications/{notification}/retry
        POST /users/{id}/unstored/retry
        PUT /users/{id}/channels/{channel}/retention
        PUT /users/{id}/retention
        """;

    [Fact]
    public async Task The_document_lists_every_route_with_words_and_problems()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);

        var document = await web.Http.JsonAsync("/openapi/v1.json");
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (
                Route: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!)))
            .OrderBy(operation => operation.Route, StringComparer.Ordinal)
            .ToList();

        Assert.Equal(Routes.ReplaceLineEndings("\n"), string.Join('\n', operations.Select(operation => operation.Route)));
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty((string?)operation.Operation["summary"] ?? "");
            Assert.NotEmpty((string?)operation.Operation["description"] ?? "");
            Assert.NotEmpty((string?)operation.Operation["operationId"] ?? "");
            foreach (var parameter in operation.Operation["parameters"]?.AsArray() ?? [])
                Assert.NotEmpty((string?)parameter!["description"] ?? "");
        });
        var parse = document["paths"]!["/users/{id}/channels/parse"]!["post"]!["responses"]!.AsObject();
        Assert.Equal("200 400 403 404 409 429 502 503 504", string.Join(' ', parse.Select(response => response.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Fields_are_described_and_limits_are_stated()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);

        var document = await web.Http.JsonAsync("/openapi/v1.json");

        var parseResult = document["components"]!["schemas"]!["ParseResult"]!;
        Assert.Equal("New posts stored.", (string?)parseResult["properties"]!["posts_added"]!["description"]);
        var state = document["components"]!["schemas"]!["SessionState"]!;
        Assert.Equal("string", (string?)state["type"]);
        Assert.Contains("waiting_for_qr_scan", state["enum"]!.ToJsonString(), StringComparison.Ordinal);
        var limit = document["paths"]!["/users/{id}/posts"]!["get"]!["parameters"]!.AsArray()
            .Single(parameter => (string?)parameter!["name"] == "limit")!;
        Assert.Equal("""{"maximum":500,"minimum":1,"type":"integer","format":"int32","default":50}""", Plain(limit["schema"]!));
        Assert.Contains("""["posts","pages","all"]""", document.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_part_of_the_document_when_one_is_set()
    {
        await using var open = await WebInstallation.StartAsync(postgres.Cluster);
        await using var closed = await WebInstallation.StartAsync(postgres.Cluster, o => o with { ApiToken = "a-token-of-some-length" });

        var document = await closed.Http.JsonAsync("/openapi/v1.json");
        Assert.Null((await open.Http.JsonAsync("/openapi/v1.json"))["components"]!["securitySchemes"]);
        Assert.NotNull(document["paths"]!["/users"]!["get"]!["responses"]!["401"]);
        Assert.Null(document["paths"]!["/healthz"]!["get"]!["responses"]!["401"]);
        var scheme = document["components"]!["securitySchemes"]!["Bearer"]!;
        Assert.Equal("bearer", (string?)scheme["scheme"]);
    }

    private static string Plain(JsonNode node) => node.ToJsonString();
}
