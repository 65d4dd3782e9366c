using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Notifications;

/// <summary>Notifications of a user.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Notifications">Newest first.</param>
/// <param name="NextBefore">Value of `before` for the next page; null when this is the last.</param>
public sealed record NotificationList(long UserId, IReadOnlyList<NotificationItem> Notifications, long? NextBefore);

/// <summary>An event that somebody is told of.</summary>
/// <param name="Id">Its number.</param>
/// <param name="SourceKind">Kind of the resource that asked for it.</param>
/// <param name="SourceName">Name of that.</param>
/// <param name="Target">`webhook` or `savedMessages`.</param>
/// <param name="Event">Type of the event, such as `posts.added`.</param>
/// <param name="State">`queued` while it waits for its first or next try, `delivered`, or `dead` when it was given up.</param>
/// <param name="Attempts">Tries that have failed.</param>
/// <param name="DueAt">When it is tried next.</param>
/// <param name="LastError">Why the last try failed.</param>
/// <param name="CreatedAt">When the event was noticed.</param>
/// <param name="EndedAt">When it was delivered, or given up.</param>
public sealed record NotificationItem(
    long Id,
    string SourceKind,
    string SourceName,
    string Target,
    string Event,
    string State,
    int Attempts,
    DateTimeOffset? DueAt,
    string? LastError,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt)
{
    internal static NotificationItem Of(NotificationRow row) => new(
        row.Id, row.Source.Kind, row.Source.Name, row.Target, row.Event, row.State, row.Attempts, row.DueAt, row.LastError, row.CreatedAt, row.EndedAt);
}

/// <summary>Notifications that are tried again.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Retried">How many are due now; 0 when it was delivered already.</param>
/// <param name="WorkerTold">The worker begins at once; else it finds them within minutes of its return.</param>
public sealed record NotificationRetry(long UserId, int Retried, bool WorkerTold);

/// <summary>Query parameters of a list of notifications.</summary>
internal sealed record NotificationListQuery
{
    [FromQuery(Name = "state")]
    [AllowedValues(null, "queued", "delivered", "dead")]
    [Description("Only those in this state: queued, delivered or dead.")]
    public string? State { get; init; }

    [FromQuery(Name = "before")]
    [Range(1, long.MaxValue)]
    [Description("`next_before` of the page before.")]
    public long? Before { get; init; }

    [FromQuery(Name = "limit")]
    [Range(1, 500)]
    [DefaultValue(50)]
    [Description("Most notifications in the list.")]
    public int? Limit { get; init; }
}
