using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Outbox;
using TelegramParser.Worker.Loop;

namespace TelegramParser.Worker.Notifying;

/// <summary>Which resources ask for notifications, and whom they are for, as the loaded settings say.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class NotifySources
{
    private readonly Dictionary<NotificationSource, NotifySettings> _all = [];

    /// <summary>Set when settings were taken over.</summary>
    public WakeSignal Changed { get; } = new();

    /// <summary>Whether anybody is to be told of anything.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Takes over new settings.</summary>
    public void Apply(WorkerSettings settings)
    {
        _all.Clear();
        foreach (var subscription in settings.Subscriptions)
            Add(NotificationSources.Subscription, subscription.Name, subscription.Notify);
        foreach (var monitor in settings.Monitors ?? [])
            Add(NotificationSources.Monitor, monitor.Name, monitor.Notify);
        Changed.Set();
    }

    /// <summary>Whom a resource's notifications are for; null when nobody is to be told.</summary>
    public NotifySettings? Find(NotificationSource source) => _all.GetValueOrDefault(source);

    /// <summary>The resources that ask for a target.</summary>
    /// <param name="target">One of <see cref="NotificationTargets"/>.</param>
    public IReadOnlyList<NotificationSource> With(string target) => [.. _all.Where(entry => Has(entry.Value, target)).Select(entry => entry.Key)];

    private static bool Has(NotifySettings settings, string target) =>
        target is NotificationTargets.Webhook ? settings.HasWebhook() : settings.SavedMessages;

    private void Add(string kind, string name, NotifySettings? notify)
    {
        if (notify is not null)
            _all[new NotificationSource(kind, name)] = notify;
    }
}
