using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Storage.Identity;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Notifying.SavedMessages;
using TelegramParser.Worker.Notifying.Webhooks;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Notifying;

/// <summary>
/// Tells people of what is new: hands it to the outbox after it is stored, and delivers it from there. It works beside the parser and
/// never in its way.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class NotificationStage
{
    private readonly OutboxFiller _filler;
    private readonly WebhookLoop _webhooks;
    private readonly SavedMessagesLoop _saved;
    private readonly OutboxKeeper _keeper;

    /// <summary>Makes the stage of a session.</summary>
    public NotificationStage(
        HeldLease lease, UserKey user, WorkerOptions options, SecretFiles secrets, Stores stores, NotifySources sources,
        ISavedMessages savedMessages, CallLimiter limiter, Func<bool> isBusy, NotificationMetrics metrics, TimeProvider time, ILoggerFactory logging)
    {
        var record = new OutboxRecord(lease, stores.Outbox, Random.Shared.NextDouble, metrics, time, logging.CreateLogger<OutboxRecord>());
        _filler = new OutboxFiller(
            lease, new NotifiedUser(user.Namespace, user.Name), sources, stores.PostOutbox, stores.MentionOutbox, isBusy, OnFilled, time,
            logging.CreateLogger<OutboxFiller>());
        _webhooks = new WebhookLoop(
            lease.Token.UserId, stores.Outbox, record, sources, new WebhookTarget($"{user.Installation}/{user.Namespace}/{user.Name}", secrets),
            new WebhookSender(new AddressGuard(options.PrivateHosts), new SystemResolver(), new TcpConnector(), time), isBusy, Random.Shared.NextDouble,
            time, logging.CreateLogger<WebhookLoop>());
        _saved = new SavedMessagesLoop(
            lease.Token.UserId, stores.Outbox, record, sources, savedMessages, limiter.BehindOthers(isBusy), time, logging.CreateLogger<SavedMessagesLoop>());
        _keeper = new OutboxKeeper(lease, stores.Outbox, sources, OnChanged, metrics, time, logging.CreateLogger<OutboxKeeper>());
    }

    /// <summary>Something is put into the outbox, or notifications are being sent or looked for.</summary>
    public bool IsBusy => _filler.IsBusy || _webhooks.IsBusy || _saved.IsBusy;

    /// <summary>Tells that something was stored.</summary>
    public void Wake() => _filler.Wake();

    /// <summary>Tells that notifications were made due by somebody else.</summary>
    public void Retry() => _keeper.Look();

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] loops = [_filler.RunAsync(ending.Token), _webhooks.RunAsync(ending.Token), _saved.RunAsync(ending.Token), _keeper.RunAsync(ending.Token)];
        try
        {
            await await Task.WhenAny(loops);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private void OnFilled()
    {
        _webhooks.Wake();
        _saved.Wake();
        _keeper.Wake();
    }

    private void OnChanged()
    {
        _filler.Wake();
        _webhooks.Restart();
        _saved.Wake();
    }
}
