using System.Globalization;
using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Notifications;

/// <summary>Tells the operator that something of a user has changed. Never inside a transaction that stores posts.</summary>
public sealed class StateNotifier(NpgsqlDataSource database)
{
    internal const string Channel = "tgparser_state";

    /// <summary>Sends one notification.</summary>
    public Task NotifyAsync(long userId, CancellationToken cancellation) =>
        database.ExecuteAsync(
            $"SELECT pg_notify({Channel}, {userId.ToString(CultureInfo.InvariantCulture)})", cancellation);
}
