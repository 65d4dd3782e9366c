namespace TelegramParser.Storage.Roles;

/// <summary>What each role may do with each table: what the statements of its part need, and no more.</summary>
/// <remarks>
/// A lock (<c>FOR SHARE</c>, <c>FOR UPDATE</c>) needs UPDATE on some column. What a cascade deletes needs no grant: it is done by the
/// owner. <c>post_versions</c>, <c>unindexed_posts</c>, <c>unfollowed_posts</c> and <c>unlinked_pages</c> are written by triggers, in the
/// name of who changes the post.
/// </remarks>
internal static class RoleGrants
{
    private static readonly Dictionary<DatabaseRole, Dictionary<string, string>> ByRole = new()
    {
        [DatabaseRole.Operator] = new(StringComparer.Ordinal)
        {
            ["schema_migrations"] = "SELECT",
            ["users"] = "SELECT, INSERT, UPDATE (suspended, orphaned_at, retention_days, retention_due_at), DELETE",
            ["sessions"] = "SELECT",
            ["flood_waits"] = "SELECT",
            ["channels"] = "SELECT",
            ["user_channels"] = "SELECT, UPDATE (posts_total, retained_since)",
            ["subscriptions"] = "SELECT, UPDATE (retention_days)",
            ["group_monitors"] = "SELECT",
            // Enough to count and remove: the operator reads no post.
            ["posts"] = "SELECT (id, user_id, chat_id, date), DELETE",
            ["removals"] = "SELECT, INSERT, UPDATE (posts, oldest, newest, removed_at), DELETE",
            ["unlinked_pages"] = "INSERT",
            // To count those that wait.
            ["pages"] = "SELECT (due_at)",
            ["unstored_messages"] = "SELECT (user_id, chat_id, message_id, first_seen_at, deleted_at), DELETE",
            ["parses"] = "SELECT (id, user_id), DELETE",
            ["parse_runs"] = "SELECT (id), DELETE",
            ["parse_run_users"] = "SELECT (run_id, user_id)",
            ["api_tokens"] = "SELECT, INSERT, UPDATE, DELETE",
        },
        [DatabaseRole.Web] = new(StringComparer.Ordinal)
        {
            ["schema_migrations"] = "SELECT",
            ["users"] = "SELECT",
            ["sessions"] = "SELECT",
            ["flood_waits"] = "SELECT",
            ["channels"] = "SELECT",
            ["user_channels"] = "SELECT",
            ["subscriptions"] = "SELECT",
            ["group_monitors"] = "SELECT",
            ["mentions"] = "SELECT",
            ["mention_context"] = "SELECT",
            ["posts"] = "SELECT",
            ["post_versions"] = "SELECT",
            ["links"] = "SELECT",
            ["post_search"] = "SELECT",
            ["unindexed_posts"] = "SELECT",
            ["unfollowed_posts"] = "SELECT",
            // To queue pages again.
            ["pages"] = "SELECT, UPDATE (state, attempts, due_at)",
            ["page_hosts"] = "SELECT, INSERT (host, due_at, wanted_at), UPDATE (due_at, wanted_at)",
            ["page_search"] = "SELECT",
            ["unstored_messages"] = "SELECT",
            ["removals"] = "SELECT",
            // To have them tried again.
            ["notifications"] = "SELECT, UPDATE (state, attempts, due_at, first_tried_at, ended_at)",
            ["parses"] = "SELECT",
            ["parse_runs"] = "SELECT, INSERT, UPDATE (finished_at)",
            ["parse_run_users"] = "SELECT, INSERT, UPDATE (status, posts_added, error, finished_at)",
            ["api_tokens"] = "SELECT, INSERT, UPDATE (last_used_at), DELETE",
            ["audit_log"] = "SELECT, INSERT, DELETE",
        },
        [DatabaseRole.Worker] = new(StringComparer.Ordinal)
        {
            ["users"] = "SELECT, INSERT, UPDATE (suspended, orphaned_at, telegram_id, username, display_name)",
            ["sessions"] = "SELECT, INSERT, UPDATE",
            ["flood_waits"] = "SELECT, INSERT, UPDATE",
            ["channels"] = "SELECT, INSERT, UPDATE",
            ["user_channels"] = "SELECT, INSERT, UPDATE",
            ["subscriptions"] = "SELECT, INSERT, UPDATE",
            ["group_monitors"] = "SELECT, INSERT, UPDATE",
            ["mentions"] = "SELECT, INSERT, UPDATE",
            ["mention_context"] = "SELECT, INSERT",
            ["posts"] = "SELECT, INSERT, UPDATE",
            ["post_versions"] = "SELECT, INSERT",
            ["links"] = "SELECT, INSERT, UPDATE, DELETE",
            ["post_search"] = "SELECT, INSERT, UPDATE",
            ["unindexed_posts"] = "SELECT, INSERT, DELETE",
            ["unfollowed_posts"] = "SELECT, INSERT, DELETE",
            ["unlinked_pages"] = "SELECT, INSERT, UPDATE, DELETE",
            ["pages"] = "SELECT, INSERT, UPDATE, DELETE",
            ["page_hosts"] = "SELECT, INSERT, UPDATE, DELETE",
            ["page_aliases"] = "SELECT, INSERT, UPDATE, DELETE",
            ["page_search"] = "SELECT, INSERT, UPDATE",
            ["unstored_messages"] = "SELECT, INSERT, UPDATE, DELETE",
            ["notifications"] = "SELECT, INSERT, UPDATE, DELETE",
            ["parses"] = "SELECT, INSERT, UPDATE, DELETE",
            ["parse_runs"] = "SELECT, UPDATE (finished_at), DELETE",
            ["parse_run_users"] = "SELECT, UPDATE (status, posts_added, error, started_at, finished_at)",
        },
    };

    // Who moves an older system in does so as the owner.
    private static readonly string[] OwnersAlone = ["imports"];

    /// <summary>Every table, be it for some role or for the owner alone.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        [.. ByRole.Values.SelectMany(grants => grants.Keys).Concat(OwnersAlone).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The privileges of a role by table.</summary>
    public static IReadOnlyDictionary<string, string> Of(DatabaseRole role) => ByRole[role];
}
