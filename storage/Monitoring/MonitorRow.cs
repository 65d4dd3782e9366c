using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Monitoring;

/// <summary>A group monitor as stored. Message ids are the server's.</summary>
public sealed record MonitorRow
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the GroupMonitor.</summary>
    public required string Name { get; init; }

    /// <summary>The group as the resource writes it.</summary>
    public required string Group { get; init; }

    /// <summary>The group's chat id, pinned at the first resolve.</summary>
    public long? ChatId { get; init; }

    /// <summary>Highest message id up to which everything was examined; null before the first look.</summary>
    public long? Cursor { get; init; }

    /// <summary>Why the group is not watched, a constant of <c>Reasons</c>; null when it is.</summary>
    public string? Reason { get; init; }

    internal static readonly Fragment Columns = new("id, name, group_name, chat_id, cursor, reason");

    internal static MonitorRow Read(NpgsqlDataReader row) => new()
    {
        Id = row.Get<long>("id"),
        Name = row.Get<string>("name"),
        Group = row.Get<string>("group_name"),
        ChatId = row.Get<long?>("chat_id"),
        Cursor = row.Get<long?>("cursor"),
        Reason = row.Get<string?>("reason"),
    };
}
