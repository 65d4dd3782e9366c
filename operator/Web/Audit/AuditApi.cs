using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Access;

namespace TelegramParser.Operator.Web.Audit;

/// <summary>The record of commands. Only who may see all may read it.</summary>
internal static class AuditApi
{
    private const int DefaultLimit = 50;

    public static void MapAuditApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/audit").WithTags("Access").MapGet("", ListAsync)
            .WithName("ListCommands")
            .WithSummary("List the commands")
            .WithDescription("Who did what, when, and how it ended, through the API and the pages; newest first, page by page. What is only read is not recorded.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Ok<CommandPage>> ListAsync(
        [AsParameters] CommandListQuery query, WebOptions options, AuditStore store, CancellationToken cancellation)
    {
        var limit = query.Limit ?? DefaultLimit;
        // The one beyond the page tells that there is a next one.
        var rows = await store.ListAsync(options.Installation, Before(query.Cursor), limit + 1, cancellation);
        var page = rows.Take(limit).ToList();
        return TypedResults.Ok(new CommandPage(
            [.. page.Select(CommandItem.Of)], rows.Count > limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static long? Before(string? cursor)
    {
        if (cursor is null)
            return null;
        return long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw ApiProblem.InvalidParameter(
                "cursor", "The query parameter 'cursor' must be a 'next_cursor' of an earlier page. Leave it out for the first page.");
    }
}

/// <summary>Query parameters of the list of commands.</summary>
internal sealed record CommandListQuery
{
    [FromQuery(Name = "limit")]
    [Range(1, 500)]
    [DefaultValue(50)]
    [Description("Most commands on a page.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    [Description("`next_cursor` of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>A page of commands.</summary>
/// <param name="Commands">The commands, newest first.</param>
/// <param name="NextCursor">Value of `cursor` for the next page; null when this is the last.</param>
public sealed record CommandPage(IReadOnlyList<CommandItem> Commands, string? NextCursor);

/// <summary>A command and how it ended.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">When it came.</param>
/// <param name="Caller">Who gave it: `token 7 (n8n)`, `installation token`, or `local` where no token is asked for.</param>
/// <param name="TokenId">Number of the token, which may have been revoked since.</param>
/// <param name="Action">The route's `operationId`; of a page its method and path.</param>
/// <param name="Path">Path of the request.</param>
/// <param name="Status">HTTP status of the answer; 499 when the client did not wait for it.</param>
/// <param name="Code">`code` of the problem; null when there was none.</param>
/// <param name="TookMilliseconds">How long it took.</param>
public sealed record CommandItem(
    long Id, DateTimeOffset At, string Caller, long? TokenId, string Action, string Path, int Status, string? Code, long TookMilliseconds)
{
    internal static CommandItem Of(AuditRow row) => new(
        row.Id,
        row.Record.At,
        row.Record.Caller,
        row.Record.TokenId,
        row.Record.Action,
        row.Record.Path,
        row.Record.Status,
        row.Record.Code,
        (long)row.Record.Took.TotalMilliseconds);
}
