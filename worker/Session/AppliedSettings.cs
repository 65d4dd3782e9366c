using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Monitoring;
using TelegramParser.Worker.Notifying;
using TelegramParser.Worker.Parsing;

namespace TelegramParser.Worker.Session;

/// <summary>What the user's settings ask for, kept up to date over changes of them. Running parses go on.</summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="context">The session.</param>
/// <param name="settings">The settings that the session begins with; nothing follows from them before they are applied.</param>
/// <param name="login">Learns how somebody is to log in.</param>
/// <param name="client">Follows the proxy.</param>
internal sealed partial class AppliedSettings(SessionContext context, WorkerSettings settings, LoginPresenter login, ClientOpener client)
{
    private readonly SemaphoreSlim _applying = new(1);
    private readonly ILogger _logger = context.Logging.CreateLogger<AppliedSettings>();

    /// <summary>The newest settings.</summary>
    public WorkerSettings Newest { get; private set; } = settings;

    /// <summary>What is subscribed to.</summary>
    public SubscriptionSet Subscriptions { get; } = new(context.Time);

    /// <summary>Who is to be told of what is new.</summary>
    public NotifySources NotifySources { get; } = new();

    /// <summary>What groups are watched for.</summary>
    public WatchSet Watches { get; } = new(context.Time);

    /// <summary>Takes over new settings.</summary>
    public async Task ApplyAsync(WorkerSettings settings, CancellationToken ct)
    {
        Newest = settings;
        await _applying.WaitAsync(ct);
        try
        {
            // Whoever waited here applies what is the newest by now.
            await ApplyNewestAsync(Newest, ct);
        }
        finally
        {
            _applying.Release();
        }
    }

    private async Task ApplyNewestAsync(WorkerSettings settings, CancellationToken ct)
    {
        var rows = await context.Stores.Subscriptions.SyncAsync(context.Lease.Token, settings.Subscriptions, ct);
        var monitors = await context.Stores.Monitors.SyncAsync(context.Lease.Token, settings.Monitors ?? [], ct);
        Subscriptions.Apply(settings, rows);
        NotifySources.Apply(settings);
        Watches.Apply(settings, monitors);
        context.Metrics.KeepOnly(settings.Subscriptions.Select(s => s.Name));
        login.Preferred = settings.Login;
        await client.FollowProxyAsync(settings, ct);
        context.Board.SetSettingsHash(WorkerSettingsJson.Hash(settings));
        Log.Loaded(_logger, settings.Subscriptions.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "settings loaded subscriptions={Count}")]
        public static partial void Loaded(ILogger logger, int count);
    }
}
