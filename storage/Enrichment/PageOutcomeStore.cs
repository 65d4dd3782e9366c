using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Enrichment;

/// <summary>Ends turns: what a turn has brought, the pause of its host and its end are one transaction.</summary>
public sealed class PageOutcomeStore(NpgsqlDataSource database)
{
    // What the outcome of a refresh that failed leaves as it is: there is content, or it is known that there is none.
    private static readonly Fragment StateAfterFailure = new("CASE state WHEN 'queued' THEN 'failed' ELSE state END");

    private static readonly Fragment Done = new(
        "due_at = NULL, attempts = 0, at_host = page.host, at_url = NULL, redirects = 0, checked_at = now()");

    // Postgres refuses what the page holds.
    private const string NotStorable = nameof(NotStorable);

    /// <summary>Stores what a turn has brought and ends it. What Postgres refuses is an outcome, too.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="outcome">What it has brought.</param>
    /// <param name="pause">How long nobody asks the host after it.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>False when the turn was no longer this worker's; nothing was stored.</returns>
    public async Task<bool> EndTurnAsync(PageTurn turn, PageOutcome outcome, TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            return await TryEndTurnAsync(turn, outcome, pause, cancellation);
        }
        catch (Exception e) when (outcome is not PageOutcome.Failed && e.IsAboutData())
        {
            return await TryEndTurnAsync(turn, new PageOutcome.Failed(NotStorable, e.Message, RetryIn: null), pause, cancellation);
        }
    }

    private async Task<bool> TryEndTurnAsync(PageTurn turn, PageOutcome outcome, TimeSpan pause, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            Lock(turn, outcome),
            outcome switch
            {
                PageOutcome.Fetched o => Fetched(turn, o.Content),
                PageOutcome.Unchanged o => Unchanged(turn, o.Version),
                PageOutcome.Moved o => Moved(turn, o),
                PageOutcome.Unsupported o => Unsupported(turn, o),
                PageOutcome.Failed { RetryIn: { } wait } o => Postponed(turn, o, wait),
                PageOutcome.Failed o => Failed(turn, o),
                PageOutcome.Robots o => Robots(turn, o),
                _ => Statement.Nothing,
            },
            $"""
            UPDATE page_hosts
            SET taken_by = NULL, free_at = clock_timestamp() + {pause},
                due_at = (SELECT min(due_at) FROM pages WHERE at_host = page_hosts.host AND due_at IS NOT NULL),
                wanted_at = coalesce((SELECT max(wanted_at) FROM pages WHERE at_host = page_hosts.host AND due_at IS NOT NULL), wanted_at)
            WHERE {IsHeld(turn)}
            """);
        await batch.ExecuteNonQueryAsync(cancellation);
        return batch.BatchCommands[^1].RecordsAffected > 0;
    }

    // Hosts before pages, each in its order: as everything does that locks both.
    private static Statement Lock(PageTurn turn, PageOutcome outcome)
    {
        if (outcome is not PageOutcome.Moved moved)
            return $"SELECT FROM page_hosts WHERE host = {turn.Host} FOR NO KEY UPDATE";
        // Who makes pages of a host locks it, too: so none of the target's comes to be meanwhile.
        return $"""
            INSERT INTO page_hosts (host, wanted_at)
            SELECT DISTINCT asked.host, page.wanted_at FROM unnest({new[] { turn.Host, moved.Host }}) AS asked (host), pages AS page
            WHERE {IsTaken(turn)} ORDER BY host
            ON CONFLICT (host) DO UPDATE SET wanted_at = page_hosts.wanted_at
            """;
    }

    private static Statement IsHeld(PageTurn turn) => $"(host = {turn.Host} AND turn = {turn.Number} AND taken_by IS NOT NULL)";

    private static Statement IsTaken(PageTurn turn) =>
        $"page.id = {turn.Page?.Id} AND EXISTS (SELECT FROM page_hosts WHERE {IsHeld(turn)})";

    private static Statement Fetched(PageTurn turn, FetchedContent content) =>
        $"""
        WITH stored AS (
            UPDATE pages AS page
            SET {Done}, state = 'fetched', reason = NULL, message = NULL, fetched_at = now(),
                etag = {From(content.Version.ETag)}, last_modified = {From(content.Version.LastModified)},
                final_url = {From(content.FinalUrl)}, content_type = 'text/html', size = NULL, charset = {From(content.Charset)},
                fetched_by = {content.FetchedBy}, has_article = {content.HasArticle}, truncated = {content.Truncated},
                title = {From(content.Title)}, byline = {From(content.Byline)}, published_at = {content.PublishedAt}::timestamptz,
                site = {From(content.Site)}, language = {From(content.Language)}, description = {From(content.Description)},
                canonical_url = {From(content.CanonicalUrl)}, lead_image = {From(content.LeadImage)},
                text = {From(content.Text)}, markdown = {From(content.Markdown)}, length = char_length({From(content.Text)})
            WHERE {IsTaken(turn)}
            RETURNING id, title, text
        )
        INSERT INTO page_search (page_id, words) SELECT id, post_words(concat_ws(E'\n', title, text)) FROM stored
        ON CONFLICT (page_id) DO UPDATE SET words = excluded.words
        """;

    private static Statement Unchanged(PageTurn turn, PageVersion version) =>
        $"""
        UPDATE pages AS page
        SET {Done}, reason = NULL, message = NULL, etag = {From(version.ETag)}, last_modified = {From(version.LastModified)}
        WHERE {IsTaken(turn)}
        """;

    private static Statement Unsupported(PageTurn turn, PageOutcome.Unsupported other) =>
        $"""
        UPDATE pages AS page
        SET {Done}, (state, reason, message, final_url, content_type, size) = (
            SELECT 'fetched', 'Unsupported', 'It is ' || {From(other.ContentType)} || ' now; what it was before is kept.',
                   page.final_url, page.content_type, page.size
            WHERE page.state = 'fetched'
            UNION ALL
            SELECT 'unsupported', NULL, NULL, {From(other.FinalUrl)}, {From(other.ContentType)}, {other.Size}::bigint
            WHERE page.state <> 'fetched')
        WHERE {IsTaken(turn)}
        """;

    private static Statement Failed(PageTurn turn, PageOutcome.Failed failure) =>
        $"""
        UPDATE pages AS page
        SET state = {StateAfterFailure}, due_at = NULL, attempts = attempts + 1, reason = {failure.Reason}, message = {From(failure.Message)},
            at_host = page.host, at_url = NULL, redirects = 0, checked_at = now()
        WHERE {IsTaken(turn)}
        """;

    private static Statement Postponed(PageTurn turn, PageOutcome.Failed failure, TimeSpan wait) =>
        $"""
        UPDATE pages AS page
        SET due_at = clock_timestamp() + {wait}, attempts = attempts + 1, reason = {failure.Reason}, message = {From(failure.Message)}
        WHERE {IsTaken(turn)}
        """;

    private static Statement Moved(PageTurn turn, PageOutcome.Moved moved) =>
        $"SELECT move_page(page.id, {moved.Url}, {moved.Host}, {moved.Redirects}, {moved.RefreshAfter}) FROM pages AS page WHERE {IsTaken(turn)}";

    private static Statement Robots(PageTurn turn, PageOutcome.Robots robots) =>
        $"""
        UPDATE page_hosts
        SET robots_text = {From(robots.Text)}, robots_reason = {robots.Reason}, robots_message = {From(robots.Message)},
            robots_until = clock_timestamp() + {robots.GoodFor},
            robots_unreachable_since = CASE WHEN {robots.Reason}::text IS NOT NULL THEN coalesce(robots_unreachable_since, now()) END
        WHERE {IsHeld(turn)}
        """;

    private static string? From(string? text) => StorableText.From(text);
}
