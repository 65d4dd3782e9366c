using Npgsql;
using TelegramParser.Storage.Statements;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Storage.Queries;

/// <summary>A subscription with its channel and how far it has been read.</summary>
/// <param name="Subscription">The subscription and its last outcome.</param>
/// <param name="Channel">The channel; null until resolved.</param>
/// <param name="Progress">Cursors and number of posts; null until resolved.</param>
public sealed record SubscriptionOverview(SubscriptionRow Subscription, ChannelRow? Channel, UserChannelRow? Progress)
{
    /// <summary>Active subscriptions, by user and name. The condition is on <c>users</c>.</summary>
    internal static Statement Select(Statement condition) =>
        $"""
        SELECT users.id AS owner, {SubscriptionRow.Columns}, {UserChannelRow.Columns}, channels.title, channels.username,
               channels.kind, channels.member_count
        FROM users
        JOIN subscriptions ON subscriptions.user_id = users.id AND subscriptions.active
        LEFT JOIN user_channels ON user_channels.user_id = users.id AND user_channels.chat_id = subscriptions.chat_id
        LEFT JOIN channels ON channels.chat_id = subscriptions.chat_id
        WHERE {condition}
        ORDER BY users.id, subscriptions.name
        """;

    internal static SubscriptionOverview Read(NpgsqlDataReader row) => ChannelRow.Read(row) is { } channel
        ? new SubscriptionOverview(SubscriptionRow.Read(row), channel, UserChannelRow.Read(row))
        : new SubscriptionOverview(SubscriptionRow.Read(row), Channel: null, Progress: null);
}
