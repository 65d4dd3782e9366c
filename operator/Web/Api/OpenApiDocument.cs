using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TelegramParser.Operator.Web.Notifications;
using TelegramParser.Operator.Web.Security;

namespace TelegramParser.Operator.Web.Api;

/// <summary>The OpenAPI document at <see cref="Path"/> and the page that browses it.</summary>
internal static class OpenApiDocument
{
    public const string Path = "/openapi/v1.json";
    public const string BrowserPath = "/docs";

    private const string Version = "v1";

    public static void Add(IServiceCollection services, WebOptions options) => services.AddOpenApi(Version, openApi =>
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Telegram parser",
                Version = Version,
                Description = """
                    Posts of Telegram channels, read for many accounts. Reading routes answer from Postgres; commands go to the
                    user's worker. `{id}` of a user is its number or `namespace:name`. Every error is problem details
                    (RFC 9457) with a stable `code` and a `detail` that says what to do.
                    """,
            };
            document.Servers = [];
            if (options.ApiToken is not null)
                RequireToken(document);
            return Task.CompletedTask;
        });
        openApi.AddDocumentTransformer(WebhookSchemas.AddAsync);
        openApi.AddSchemaTransformer<EnumSchemas>();
        if (options.ApiToken is not null)
            openApi.AddOperationTransformer(AddUnauthorized);
    });

    public static void Use(WebApplication app)
    {
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = BrowserPath[1..];
            ui.DocumentTitle = "Telegram parser: REST API";
            ui.SwaggerEndpoint(Path, "Telegram parser");
        });
    }

    public static void Map(IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    private static Task AddUnauthorized(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            (operation.Responses ??= [])["401"] = new OpenApiResponse { Description = "Unauthorized" };
        return Task.CompletedTask;
    }

    private static void RequireToken(Microsoft.OpenApi.OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[BearerTokenHandler.SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The API token of the installation.",
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerTokenHandler.SchemeName, document)] = [] },
        ];
    }
}
