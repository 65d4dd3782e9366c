using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Operator.Workers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Notifications;

/// <summary>What was told to whom, what was given up, and another try.</summary>
internal static class NotificationsApi
{
    private const int DefaultLimit = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapNotificationsApi(this IEndpointRouteBuilder app)
    {
        var notifications = app.MapGroup("/users/{id}/notifications").WithTags("Notifications");

        notifications.MapGet("", ListAsync)
            .WithName("ListNotifications")
            .WithSummary("List a user's notifications")
            .WithDescription("Events for webhooks and Saved Messages, newest first; `state=dead` are those that were given up, with the reason. Those that ended are kept for 30 days.")
            .ProducesUserProblems();
        notifications.MapPost("/retry", RetryAllAsync)
            .WithName("RetryNotifications")
            .WithSummary("Try all that wait or were given up again now")
            .WithDescription("They are sent under the same `webhook-id` as before, for a day from now if need be.")
            .ProducesUserProblems();
        notifications.MapPost("/{notification:long}/retry", RetryAsync)
            .WithName("RetryNotification")
            .WithSummary("Try one again now")
            .WithDescription("Nothing happens to one that was delivered.")
            .ProducesUserProblems();
    }

    private static async Task<Ok<NotificationList>> ListAsync(
        [UserId] string id, [AsParameters] NotificationListQuery query, UserDirectory users, NotificationQueries notifications,
        CancellationToken cancellation)
    {
        var user = (await users.RequireAsync(id, cancellation)).User.Id;
        var limit = query.Limit ?? DefaultLimit;
        // The one beyond the page tells that there is a next one.
        var rows = await notifications.ListAsync(user, query.State, query.Before, limit + 1, cancellation);
        NotificationItem[] items = [.. rows.Take(limit).Select(NotificationItem.Of)];
        return TypedResults.Ok(new NotificationList(user, items, rows.Count > limit ? items[^1].Id : null));
    }

    private static Task<Ok<NotificationRetry>> RetryAllAsync(
        [UserId] string id, UserDirectory users, NotificationQueries notifications, ControlClient control, CancellationToken cancellation) =>
        RetryThemAsync(id, notification: null, users, notifications, control, cancellation);

    private static Task<Ok<NotificationRetry>> RetryAsync(
        [UserId] string id, [Description("Number of the notification.")] long notification, UserDirectory users, NotificationQueries notifications,
        ControlClient control, CancellationToken cancellation) =>
        RetryThemAsync(id, notification, users, notifications, control, cancellation);

    private static async Task<Ok<NotificationRetry>> RetryThemAsync(
        string id, long? notification, UserDirectory users, NotificationQueries notifications, ControlClient control, CancellationToken cancellation)
    {
        var user = await users.RequireAsync(id, cancellation);
        if (notification is { } number && !await notifications.ExistsAsync(user.User.Id, number, cancellation))
        {
            throw ApiProblem.NotFound(
                ProblemCodes.NotificationNotFound, "There is no such notification.",
                $"The user has no notification {number}. GET /users/{id}/notifications lists them; those that ended are kept for 30 days.");
        }
        var retried = await notifications.RetryAsync(user.User.Id, notification, cancellation);
        return TypedResults.Ok(new NotificationRetry(user.User.Id, retried, retried > 0 && await TellAsync(user, control, cancellation)));
    }

    private static async Task<bool> TellAsync(UserOverview user, ControlClient control, CancellationToken cancellation)
    {
        try
        {
            return WorkerAddress.Find(user) is { } worker && (await control.SendAsync(
                worker, HttpMethod.Post, ControlPaths.WakeNotifications, body: null, ControlJson.Default.WakeReport, Patience, cancellation)).Woken;
        }
        catch (Operator.Workers.ControlException)
        {
            // Away, or of a version that knows no such command.
            return false;
        }
    }
}
