using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Identity;

/// <summary>A Telegram user as stored.</summary>
/// <param name="Id">Small number, the first user's is 1.</param>
/// <param name="Key">The resource.</param>
/// <param name="TelegramId">The account's id at Telegram, pinned by the first login.</param>
/// <param name="Username">The account's username, without @.</param>
/// <param name="DisplayName">The account's first and last name.</param>
/// <param name="Suspended"><c>spec.suspend</c>.</param>
/// <param name="OrphanedAt">Since when there is no resource for this row.</param>
/// <param name="CreatedAt">When the row was made.</param>
public sealed record UserRow(
    long Id,
    UserKey Key,
    long? TelegramId,
    string? Username,
    string? DisplayName,
    bool Suspended,
    DateTimeOffset? OrphanedAt,
    DateTimeOffset CreatedAt)
{
    /// <summary>Days that posts are kept unless a subscription says otherwise; null for ever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>When posts that are too old are removed next; null when none are to be.</summary>
    public DateTimeOffset? RetentionDueAt { get; init; }

    internal static readonly Fragment Columns = new(
        """
        users.id, users.installation, users.namespace, users.name, users.telegram_id, users.username,
        users.display_name, users.suspended, users.orphaned_at, users.created_at,
        users.retention_days AS user_retention_days, users.retention_due_at
        """);

    internal static UserRow Read(NpgsqlDataReader row) => new(
        row.Get<long>("id"),
        UserKey.Read(row),
        row.Get<long?>("telegram_id"),
        row.Get<string?>("username"),
        row.Get<string?>("display_name"),
        row.Get<bool>("suspended"),
        row.Get<DateTimeOffset?>("orphaned_at"),
        row.Get<DateTimeOffset>("created_at"))
    {
        RetentionDays = row.Get<int?>("user_retention_days"),
        RetentionDueAt = row.Get<DateTimeOffset?>("retention_due_at"),
    };
}
