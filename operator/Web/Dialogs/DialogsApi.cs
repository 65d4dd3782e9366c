using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;

namespace TelegramParser.Operator.Web.Dialogs;

/// <summary>The channels that an account is in, from its worker.</summary>
internal static class DialogsApi
{
    private const int DefaultLimit = 100;

    public static void MapDialogsApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/users/{id}/dialogs").WithTags("Channels").MapGet("", ListAsync)
            .WithName("ListDialogs")
            .WithSummary("List what an account is in")
            .WithDescription("Channels and supergroups that the account has joined, by title, with its folders and the subscriptions that read them. Telegram is asked at most once a minute.")
            .ProducesParseProblems();

    private static async Task<Ok<DialogPage>> ListAsync(
        [UserId] string id, [AsParameters] DialogListQuery query, UserDirectory users, DialogLists dialogs, CancellationToken cancellation)
    {
        var user = await users.RequireAsync(id, cancellation);
        var (report, all) = await dialogs.ListAsync(user, cancellation);
        var items = all.Where(item => DialogLists.IsIn(item, query.Folder)).ToList();
        var start = query.Cursor is null ? 0 : 1 + items.FindIndex(item => string.Equals(CursorOf(item), query.Cursor, StringComparison.Ordinal));
        if (query.Cursor is not null && start == 0)
        {
            throw ApiProblem.InvalidParameter(
                "cursor", "The query parameter 'cursor' must be a 'next_cursor' of an earlier page, and the account may have left that channel since. Leave it out to begin again.");
        }
        var page = items.Skip(start).Take(query.Limit ?? DefaultLimit).ToList();
        return TypedResults.Ok(new DialogPage(
            user.User.Id, report.ListedAt, report.Truncated, items.Count, report.Folders, page,
            start + page.Count < items.Count ? CursorOf(page[^1]) : null));
    }

    private static string CursorOf(DialogItem item) => item.ChatId.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Query parameters of a list of dialogs.</summary>
internal sealed record DialogListQuery
{
    [FromQuery(Name = "folder")]
    [Description("Only what is in this folder of the account.")]
    public string? Folder { get; init; }

    [FromQuery(Name = "limit")]
    [Range(1, 500)]
    [DefaultValue(100)]
    [Description("Most channels on the page.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    [Description("The `next_cursor` of the page before.")]
    public string? Cursor { get; init; }
}
