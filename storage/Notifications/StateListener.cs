using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace TelegramParser.Storage.Notifications;

/// <summary>
/// Hears of changes. Holds one connection, which must go to Postgres itself (PgBouncer in transaction mode passes no
/// notifications on).
/// </summary>
public sealed class StateListener(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>In place of a user's number: anything may have changed, so everything is to be read.</summary>
    public const long Everything = 0;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);
    // A connection that a firewall has forgotten shows only when it is used.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Numbers of users that have changed, until cancelled. <see cref="Everything"/> comes first, and again after each
    /// reconnection: what was sent in between is lost.
    /// </summary>
    public async IAsyncEnumerable<long> ListenAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var backoff = FirstBackoff;
        while (true)
        {
            await using var subscription = await TryListenAsync(cancellation);
            if (subscription is not null)
            {
                backoff = FirstBackoff;
                yield return Everything;
                while (await subscription.TryReceiveAsync(cancellation))
                    while (subscription.Received.TryDequeue(out var userId))
                        yield return userId;
            }
            await Task.Delay(backoff, time, cancellation);
            backoff = TimeSpan.FromTicks(Math.Min(2 * backoff.Ticks, LongestBackoff.Ticks));
        }
    }

    private async Task<Subscription?> TryListenAsync(CancellationToken cancellation)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.OpenConnectionAsync(cancellation);
            var subscription = new Subscription(connection);
            await subscription.StartAsync(cancellation);
            return subscription;
        }
        catch (NpgsqlException)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            return null;
        }
    }

    private sealed class Subscription(NpgsqlConnection connection) : IAsyncDisposable
    {
        public Queue<long> Received { get; } = new();

        public async Task StartAsync(CancellationToken cancellation)
        {
            connection.Notification += (_, notification) =>
            {
                if (long.TryParse(notification.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var userId))
                    Received.Enqueue(userId);
            };
            await ExecuteAsync($"LISTEN {StateNotifier.Channel}", cancellation);
        }

        /// <summary>Waits for notifications; false when the connection is lost.</summary>
        public async Task<bool> TryReceiveAsync(CancellationToken cancellation)
        {
            try
            {
                if (!await connection.WaitAsync(ProbeInterval, cancellation))
                    await ExecuteAsync("SELECT", cancellation);
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                // The pool does not reset connections.
                if (connection.State == System.Data.ConnectionState.Open)
                    await ExecuteAsync("UNLISTEN *", CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // A lost connection listens to nothing.
            }
            await connection.DisposeAsync();
        }

        private async Task ExecuteAsync(string sql, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
