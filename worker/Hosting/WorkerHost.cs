using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Sessions;
using TelegramParser.Telemetry.Prometheus;
using TelegramParser.Worker.Control;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Hosting;

/// <summary>
/// The worker from start to end: control API first, so that it can always be asked; then Postgres, the lease, and under
/// the lease the Telegram session. Whatever is lost on the way is waited for and taken up again.
/// </summary>
internal sealed partial class WorkerHost(WorkerOptions options, EventLoop loop, ILoggerFactory logging, TimeProvider time)
{
    // A busy worker holds at most three connections, these and the lease's own; one at rest holds none between renewals.
    private const int PooledConnections = 2;
    private const string ApplicationName = "tgparser-worker";

    private static readonly TimeSpan RetryDatabaseAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryApplyingAfter = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger = logging.CreateLogger<WorkerHost>();
    private readonly SessionBoard _board = new();

    /// <summary>Runs until it is cancelled, then closes everything in order.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var secrets = new SecretFiles(options.SecretsFolder);
        var commands = new WorkerCommands(loop, _board, time);
        using var registry = new MetricRegistry("TelegramParser.", AdoptedInstrument.Database);
        using var process = new ProcessMetrics();
        using var metrics = new WorkerMetrics();
        metrics.ObserveSession(() => _board.Login.State);
        var file = new SettingsFile(options.SettingsFile, problem => metrics.SettingsUsable = problem is null, time, logging.CreateLogger<SettingsFile>());
        var settings = file.Load();
        await using var server = new ControlServer(options, secrets, commands, registry, time, logging);
        await server.StartAsync(ct);
        Log.Started(_logger, settings.Namespace, settings.Name, server.Url, server.MetricsUrl);
        var (pooled, single) = OpenDatabase(options.Database);
        await using var database = pooled;
        await using var unpooled = single;
        var life = new WorkerLife(new Stores(database, unpooled), file, settings, server.Url, commands, secrets, metrics);
        await loop.InvokeAsync(() => LiveAsync(life, ct));
    }

    /// <summary>The worker's connections: a pool, and for the lease a connection for each statement.</summary>
    public static (NpgsqlDataSource Pooled, NpgsqlDataSource Unpooled) OpenDatabase(string connectionString) => (
        Database.Open(connectionString, ApplicationName, PooledConnections),
        Database.Open(connectionString, ApplicationName, maxPoolSize: 0));

    private async Task LiveAsync(WorkerLife life, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchSettingsAsync(life, ended.Token);
        try
        {
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    await HoldLeaseAsync(life, ct);
                }
                catch (NpgsqlException e)
                {
                    Log.DatabaseUnavailable(_logger, e.Message);
                    life.Metrics.DatabaseUnavailable();
                    _board.Set(SessionState.Failed, Reasons.DatabaseUnavailable, $"{DatabaseProblem.Of(e)} It is tried again every few seconds.");
                    await Task.Delay(RetryDatabaseAfter, time, ct);
                }
                catch (LeaseLostException)
                {
                    // Somebody else has taken it: stand in line again.
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to stop; everything is closed by now.
        }
        finally
        {
            await ended.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task HoldLeaseAsync(WorkerLife life, CancellationToken ct)
    {
        var key = new UserKey(life.Settings.Installation, life.Settings.Namespace, life.Settings.Name);
        var user = await life.Stores.Users.EnsureAsync(key, life.Settings.Suspend, ct);
        var keeper = new LeaseKeeper(
            life.Stores.Leases, options.PodUid, options.SessionFolder, time, logging.CreateLogger<LeaseKeeper>());
        await using var lease = await keeper.AcquireAsync(user.Id, life.ControlUrl, ShowWaiting, ct);
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct, lease.Lost);
        // Before the first report, which would overwrite it.
        _board.LastEnd = await life.Stores.Sessions.FindLastEndAsync(user.Id, ct);
        var reporter = new SessionReporter(
            lease, _board, life.Stores.Sessions, life.Stores.Notifier, loop.Id, life.ControlUrl, time, logging.CreateLogger<SessionReporter>());
        var reporting = reporter.RunAsync(held.Token);
        var session = new TelegramSession(
            new SessionContext(lease, user, life.Stores, _board, options, life.Secrets, loop, life.Metrics, time, logging), life.Settings);
        life.Commands.Session = session;
        try
        {
            await session.RunAsync(held.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new LeaseLostException(lease.Token);
        }
        finally
        {
            life.Commands.Session = null;
            await held.CancelAsync();
            await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _board.Set(SessionState.Closed, null, "The worker has closed the session.");
            if (!lease.Lost.IsCancellationRequested)
                await reporter.TryReportAsync(CancellationToken.None);
        }
    }

    private void ShowWaiting(string why) => _board.Set(SessionState.WaitingForLease, Reasons.SessionHeld, why);

    private async Task WatchSettingsAsync(WorkerLife life, CancellationToken ct)
    {
        await foreach (var settings in life.File.WatchAsync(ct))
        {
            life.Settings = settings;
            // Not waited for: those that cannot be applied must not keep the next ones out.
            _ = ApplyAsync(life, settings, ct);
        }
    }

    // Until it is done, or newer settings have come.
    private async Task ApplyAsync(WorkerLife life, WorkerSettings settings, CancellationToken ct)
    {
        while (ReferenceEquals(life.Settings, settings) && life.Commands.Session is { } session && !ct.IsCancellationRequested)
        {
            try
            {
                await session.ApplyAsync(settings, ct);
                return;
            }
            // Whatever it is, Telegram's refusal of a proxy included: the worker goes on with what it has.
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.NotApplied(_logger, e.Message);
                await Task.Delay(RetryApplyingAfter, time, ct).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private sealed class WorkerLife(
        Stores stores, SettingsFile file, WorkerSettings settings, string controlUrl, WorkerCommands commands, SecretFiles secrets, WorkerMetrics metrics)
    {
        public Stores Stores { get; } = stores;

        public SettingsFile File { get; } = file;

        public WorkerSettings Settings { get; set; } = settings;

        public string ControlUrl { get; } = controlUrl;

        public WorkerCommands Commands { get; } = commands;

        public SecretFiles Secrets { get; } = secrets;

        public WorkerMetrics Metrics { get; } = metrics;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "worker of {Namespace}/{Name} started control={Control} metrics={Metrics}")]
        public static partial void Started(ILogger logger, string @namespace, string name, string control, Uri metrics);

        [LoggerMessage(LogLevel.Warning, "the database cannot be used: {Problem}")]
        public static partial void DatabaseUnavailable(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Warning, "new settings could not be applied and are tried again: {Problem}")]
        public static partial void NotApplied(ILogger logger, string problem);
    }
}
