using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Session;

namespace TelegramParser.Bench.Idle;

/// <summary>All that a logged-in worker with nothing to do asks of Postgres: its lease, and its report when something changes.</summary>
internal sealed class IdleWorker : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlDataSource _unpooled;
    private readonly CancellationTokenSource _stop = new();
    private readonly HeldLease _lease;
    private readonly Task _reporting;

    private IdleWorker(NpgsqlDataSource database, NpgsqlDataSource unpooled, HeldLease lease, SessionReporter reporter)
    {
        (_database, _unpooled, _lease) = (database, unpooled, lease);
        _reporting = reporter.RunAsync(_stop.Token);
    }

    /// <summary>Whether the lease was lost.</summary>
    public bool HasLost => _lease.Lost.IsCancellationRequested;

    /// <summary>Starts one as <see cref="WorkerHost"/> does.</summary>
    public static async Task<IdleWorker> StartAsync(string connectionString, int number)
    {
        var time = TimeProvider.System;
        var (database, unpooled) = WorkerHost.OpenDatabase(connectionString);
        var stores = new Stores(database, unpooled);
        var user = await stores.Users.EnsureAsync(new UserKey("bench", "default", $"user-{number}"), suspended: false, CancellationToken.None);
        var keeper = new LeaseKeeper(
            stores.Leases, $"pod-{number}", "/nonexistent", time, NullLogger<LeaseKeeper>.Instance);
        var lease = await keeper.AcquireAsync(user.Id, $"https://worker-{number}:8443", _ => { }, CancellationToken.None);
        var board = new SessionBoard();
        board.Set(SessionState.Ready, Reasons.LoggedIn, "Logged in.");
        var reporter = new SessionReporter(
            lease, board, stores.Sessions, stores.Notifier, $"{number:x8}", $"https://worker-{number}:8443", time,
            NullLogger<SessionReporter>.Instance);
        return new IdleWorker(database, unpooled, lease, reporter);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _lease.DisposeAsync();
        await _database.DisposeAsync();
        await _unpooled.DisposeAsync();
        _stop.Dispose();
    }
}
