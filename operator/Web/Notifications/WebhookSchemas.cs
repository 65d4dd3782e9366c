using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TelegramParser.Contracts.Notifications;

namespace TelegramParser.Operator.Web.Notifications;

/// <summary>The requests that webhooks get, as the <c>webhooks</c> of the OpenAPI document.</summary>
internal static class WebhookSchemas
{
    /// <summary>Adds them.</summary>
    public static async Task AddAsync(
        Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>(StringComparer.Ordinal)
        {
            [NotificationTypes.PostsAdded] = await ItemAsync<PostsAdded>("New posts of a channel, up to 100 a request", document, context, cancellation),
            [NotificationTypes.MentionFound] = await ItemAsync<MentionFound>("A mention in a group", document, context, cancellation),
        };
    }

    private static async Task<IOpenApiPathItem> ItemAsync<T>(
        string summary, Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(NotificationEvent<T>), parameterDescription: null, cancellation);
        var name = $"NotificationEventOf{typeof(T).Name}";
        document.AddComponent(name, schema);
        return new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation>
            {
                [HttpMethod.Post] = new OpenApiOperation
                {
                    Summary = summary,
                    Description = "Signed as standardwebhooks.com has it. A request that is not answered 2xx within 15 s is repeated for a day, with the same `webhook-id`.",
                    Parameters = [Header("webhook-id", "The same for every try of an event."), Header("webhook-timestamp", "When this try was sent, Unix time in seconds."), Header("webhook-signature", "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`, one for each key, with spaces between; absent without a key.", required: false)],
                    RequestBody = new OpenApiRequestBody
                    {
                        Required = true,
                        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                        {
                            ["application/json"] = new() { Schema = new OpenApiSchemaReference(name, document) },
                        },
                    },
                    Responses = new OpenApiResponses { ["2XX"] = new OpenApiResponse { Description = "The event was taken." } },
                },
            },
        };
    }

    private static OpenApiParameter Header(string name, string description, bool required = true) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Required = required,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
