using TelegramParser.Operator.Web.Security;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>Routes that people open: not in the OpenAPI document, and their problems are pages too.</summary>
internal static class PageGroup
{
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder app, string prefix) =>
        app.MapGroup(prefix).ExcludeFromDescription().WithMetadata(new PageMarker());
}
