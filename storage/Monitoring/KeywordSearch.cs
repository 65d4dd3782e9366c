using Npgsql;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Monitoring;

/// <summary>
/// Finds keywords in texts as a search of posts does: whole words whatever their case, with the inflections that the Russian and the
/// English dictionary know. Words of a keyword must follow one another. Nothing is stored.
/// </summary>
public sealed class KeywordSearch(NpgsqlDataSource database)
{
    /// <summary>Which keywords each text holds, by the text's position; a keyword of stop words alone is looked for as it is written.</summary>
    public async Task<ILookup<int, string>> FindAsync(
        IReadOnlyList<string> texts, IReadOnlyList<string> keywords, CancellationToken cancellation)
    {
        var found = await database.ListAsync(
            $"""
            WITH text AS MATERIALIZED (
                SELECT body, post_words(body) AS words, number::integer - 1 AS position
                FROM unnest({texts.Select(text => StorableText.From(text)).ToArray()}) WITH ORDINALITY AS text (body, number)
            ),
            keyword AS MATERIALIZED (
                SELECT word, phraseto_tsquery('pg_catalog.russian', untagged(word)) AS query, number
                FROM unnest({keywords.Select(word => StorableText.From(word)).ToArray()}) WITH ORDINALITY AS keyword (word, number)
            )
            SELECT position, word FROM text JOIN keyword ON CASE
                WHEN numnode(query) > 0 THEN words @@ query
                ELSE to_tsvector('pg_catalog.simple', untagged(body)) @@ phraseto_tsquery('pg_catalog.simple', untagged(word)) END
            ORDER BY position, number
            """,
            row => (Text: row.Get<int>("position"), Keyword: row.Get<string>("word")),
            cancellation);
        return found.ToLookup(pair => pair.Text, pair => pair.Keyword);
    }
}
