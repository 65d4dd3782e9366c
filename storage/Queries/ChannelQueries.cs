using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>Channels as the REST API shows them.</summary>
public sealed class ChannelQueries(NpgsqlDataSource database)
{
    /// <summary>A user's active subscriptions, by name; none when the installation has no such user.</summary>
    public Task<IReadOnlyList<SubscriptionOverview>> ListAsync(
        string installation, long userId, CancellationToken cancellation) =>
        database.ListAsync(
            SubscriptionOverview.Select($"users.id = {userId} AND users.installation = {installation}"),
            SubscriptionOverview.Read,
            cancellation);
}
