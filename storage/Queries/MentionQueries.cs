using System.Globalization;
using Npgsql;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Mentions as the REST API shows them; those of former monitors too.</summary>
public sealed class MentionQueries(NpgsqlDataSource database)
{
    /// <summary>
    /// A page of a user's mentions, newest first. Mentions that are found between two pages neither repeat nor push out others.
    /// </summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="userId">A user of it; the list is empty when there is no such user.</param>
    /// <param name="filter">Which mentions.</param>
    /// <param name="after">Where the previous page ended; null for the first.</param>
    /// <param name="limit">Most mentions on the page.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<MentionList> ListAsync(
        string installation, long userId, MentionFilter filter, ListCursor? after, int limit, CancellationToken cancellation)
    {
        var mentions = await database.ListAsync(
            Select(
                new Realm(installation, userId),
                $"mentions.user_id = {userId} {IsSince(filter)} {IsUntil(filter)} {IsOfGroup(filter)} {HasTrigger(filter)} {Matches(filter)} {IsAfter(after)}",
                $"ORDER BY mentions.date DESC, mentions.id DESC LIMIT {limit + 1}"),
            MentionRow.Read,
            cancellation);
        // The one beyond the page tells that there is a next one.
        if (mentions.Count <= limit)
            return new MentionList(mentions, Next: null);
        var last = mentions[limit - 1];
        return new MentionList([.. mentions.Take(limit)], new ListCursor(last.Mention.Date, last.Id));
    }

    /// <summary>One mention with the messages around it; null when the realm has none with this number.</summary>
    public async Task<MentionDetails?> FindAsync(Realm realm, long mentionId, CancellationToken cancellation)
    {
        await using var batch = database.Batch(
            Select(realm, $"mentions.id = {mentionId}", Statement.Empty),
            $"SELECT message_id, date, sender, text FROM mention_context WHERE mention_id = {mentionId} ORDER BY message_id");
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var mentions = await reader.ListAndMoveOnAsync(MentionRow.Read, cancellation);
        var around = await reader.ListAsync(
            row => new ContextRecord(row.Get<long>("message_id"), row.Get<DateTimeOffset>("date"), row.Get<string?>("sender"), row.Get<string>("text")),
            cancellation);
        if (mentions.Count == 0)
            return null;
        var mention = mentions[0];
        var sides = around.ToLookup(message => message.MessageId < mention.Mention.MessageId);
        return new MentionDetails(mention with { Mention = mention.Mention with { Before = [.. sides[true]] } }, [.. sides[false]]);
    }

    private static Statement Select(Realm realm, Statement condition, Statement rest) =>
        $"""
        SELECT {MentionRow.Columns}
        FROM mentions
        JOIN users ON users.id = mentions.user_id AND {realm.Users}
        JOIN group_monitors ON group_monitors.id = mentions.monitor_id
        JOIN channels ON channels.chat_id = mentions.chat_id
        WHERE {condition} {rest}
        """;

    private static Statement IsSince(MentionFilter filter) =>
        filter.Since is { } since ? $"AND mentions.date >= {since}" : Statement.Empty;

    private static Statement IsUntil(MentionFilter filter) =>
        filter.Until is { } until ? $"AND mentions.date < {until}" : Statement.Empty;

    private static Statement IsOfGroup(MentionFilter filter) => filter.Group switch
    {
        null => Statement.Empty,
        var id when long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chatId) => $"AND mentions.chat_id = {chatId}",
        ['@', .. var username] => $"AND lower(channels.username) = lower({username})",
        var name => $"AND group_monitors.name = {name}",
    };

    private static Statement HasTrigger(MentionFilter filter) =>
        filter.Trigger is { } kind ? $"AND mentions.triggers @> jsonb_build_array(jsonb_build_object('kind', {kind}::text))" : Statement.Empty;

    // Mentions are few beside posts: their words are not stored.
    private static Statement Matches(MentionFilter filter) => filter.Query is { } query
        ? $"AND post_words(mentions.text) @@ post_query({query})"
        : Statement.Empty;

    private static Statement IsAfter(ListCursor? after) =>
        after is null ? Statement.Empty : $"AND (mentions.date, mentions.id) < ({after.Date}, {after.Id})";
}
