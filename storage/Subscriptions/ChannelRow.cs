using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Subscriptions;

/// <summary>A channel, the same for every user.</summary>
/// <param name="ChatId">Bot API's and TDLib's chat id, such as -1001500000001.</param>
/// <param name="Title">The channel's title.</param>
/// <param name="Username">Its username, without @, when it is public.</param>
/// <param name="Kind"><c>channel</c>, <c>supergroup</c> or <c>group</c> (a basic group).</param>
/// <param name="MemberCount">Subscribers or members, when known.</param>
public sealed record ChannelRow(long ChatId, string Title, string? Username, string Kind, int? MemberCount = null)
{
    // Of a row that may have no channel.
    internal static ChannelRow? Read(NpgsqlDataReader row) => row.Get<long?>("chat_id") is { } chatId
        ? new ChannelRow(
            chatId,
            row.Get<string>("title"),
            row.Get<string?>("username"),
            row.Get<string>("kind"),
            row.Get<int?>("member_count"))
        : null;
}

/// <summary>How far a user has read a channel. Message ids are the server's.</summary>
public sealed record UserChannelRow
{
    /// <summary>The channel.</summary>
    public required long ChatId { get; init; }

    /// <summary>Highest message id examined.</summary>
    public required long Cursor { get; init; }

    /// <summary>Lowest message id that the backfill has examined.</summary>
    public long? BackfillLowId { get; init; }

    /// <summary>That message's date.</summary>
    public DateTimeOffset? BackfillLowDate { get; init; }

    /// <summary>Messages that the backfill has examined.</summary>
    public int BackfillCount { get; init; }

    /// <summary>Whether the backfill has reached its end.</summary>
    public bool BackfillExhausted { get; init; }

    /// <summary>Posts stored.</summary>
    public long PostsTotal { get; init; }

    /// <summary>Posts before this instant were removed by retention and are not stored again; null when none were.</summary>
    public DateTimeOffset? RetainedSince { get; init; }

    internal static readonly Fragment Columns = new(
        """
        user_channels.chat_id, user_channels.cursor, user_channels.backfill_low_id, user_channels.backfill_low_date,
        user_channels.backfill_count, user_channels.backfill_exhausted, user_channels.posts_total, user_channels.retained_since
        """);

    internal static UserChannelRow Read(NpgsqlDataReader row) => new()
    {
        ChatId = row.Get<long>("chat_id"),
        Cursor = row.Get<long>("cursor"),
        BackfillLowId = row.Get<long?>("backfill_low_id"),
        BackfillLowDate = row.Get<DateTimeOffset?>("backfill_low_date"),
        BackfillCount = row.Get<int>("backfill_count"),
        BackfillExhausted = row.Get<bool>("backfill_exhausted"),
        PostsTotal = row.Get<long>("posts_total"),
        RetainedSince = row.Get<DateTimeOffset?>("retained_since"),
    };
}
