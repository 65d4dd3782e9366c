using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Refreshing;

/// <summary>A channel that a user reads, and how old the knowledge of its stored posts is.</summary>
/// <param name="ChatId">The channel.</param>
/// <param name="CreatedAt">When the user began to read it.</param>
/// <param name="RefreshedAt">When the last complete refresh began; null before the first.</param>
public sealed record RefreshState(long ChatId, DateTimeOffset CreatedAt, DateTimeOffset? RefreshedAt)
{
    internal static RefreshState Read(NpgsqlDataReader row) =>
        new(row.Get<long>("chat_id"), row.Get<DateTimeOffset>("created_at"), row.Get<DateTimeOffset?>("refreshed_at"));
}

/// <summary>Message ids from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
public sealed record IdRange(long Low, long High);
