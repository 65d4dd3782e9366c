using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Subscriptions;

/// <summary>A subscription as stored: what was asked for, and how its last parse went.</summary>
public sealed record SubscriptionRow
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the ChannelSubscription.</summary>
    public required string Name { get; init; }

    /// <summary>The channel as the resource writes it.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's chat id, pinned at the first resolve.</summary>
    public long? ChatId { get; init; }

    /// <summary>Whether the resource still exists.</summary>
    public bool Active { get; init; }

    /// <summary><c>spec.suspend</c>.</summary>
    public bool Suspended { get; init; }

    /// <summary>Outcome of the last parse, a constant of <c>Reasons</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>When the last parse started.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>When the last successful parse ended.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When the next parse is due.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Parses that have failed since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Days that the channel's posts are kept; null when as the user says.</summary>
    public int? RetentionDays { get; init; }

    internal static readonly Fragment Columns = new(
        """
        subscriptions.id, subscriptions.name, subscriptions.channel, subscriptions.chat_id, subscriptions.active,
        subscriptions.suspended, subscriptions.reason, subscriptions.message, subscriptions.last_run_at,
        subscriptions.last_success_at, subscriptions.next_run_at, subscriptions.failures, subscriptions.retention_days
        """);

    internal static SubscriptionRow Read(NpgsqlDataReader row) => new()
    {
        Id = row.Get<long>("id"),
        Name = row.Get<string>("name"),
        Channel = row.Get<string>("channel"),
        ChatId = row.Get<long?>("chat_id"),
        Active = row.Get<bool>("active"),
        Suspended = row.Get<bool>("suspended"),
        Reason = row.Get<string?>("reason"),
        Message = row.Get<string?>("message"),
        LastRunAt = row.Get<DateTimeOffset?>("last_run_at"),
        LastSuccessAt = row.Get<DateTimeOffset?>("last_success_at"),
        NextRunAt = row.Get<DateTimeOffset?>("next_run_at"),
        Failures = row.Get<int>("failures"),
        RetentionDays = row.Get<int?>("retention_days"),
    };
}
