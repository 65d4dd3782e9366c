using TelegramParser.Contracts.Resources;

namespace TelegramParser.Contracts.Workers;

/// <summary>
/// Desired state of one worker, the content of <c>worker.json</c>: written by the operator, watched by the worker,
/// never holding a secret. Its hash (<see cref="WorkerSettingsJson.Hash"/>) tells what a worker has loaded.
/// </summary>
public sealed record WorkerSettings
{
    /// <summary>Name of the installation; part of a user's identity in a shared database.</summary>
    public required string Installation { get; init; }

    /// <summary>Namespace of the TelegramUser.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the TelegramUser.</summary>
    public required string Name { get; init; }

    /// <summary>How the account is logged in.</summary>
    public LoginSpec Login { get; init; } = new();

    /// <summary>Default schedule.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Stops all scheduled parsing.</summary>
    public bool Suspend { get; init; }

    /// <summary>How long posts are kept: what is older is not read; null when for ever, as a worker of a version without it can read.</summary>
    public RetentionSpec? Retention { get; init; }

    /// <summary>Where to connect through; the proxy's secrets are files in the secrets folder.</summary>
    public ProxySettings? Proxy { get; init; }

    /// <summary>Subscriptions, ordered by namespace and name.</summary>
    public IReadOnlyList<SubscriptionSettings> Subscriptions { get; init; } = [];

    /// <summary>Group monitors, ordered by name; null when there are none, as a worker of a version without them can read.</summary>
    public IReadOnlyList<MonitorSettings>? Monitors { get; init; }
}

/// <summary>A proxy's address; its secrets are in <see cref="WorkerSecrets"/>.</summary>
/// <param name="Type">Protocol of the proxy.</param>
/// <param name="Server">Host name or address.</param>
/// <param name="Port">TCP port.</param>
public sealed record ProxySettings(ProxyType Type, string Server, int Port);

/// <summary>One subscription as the worker needs it; the fields are those of <see cref="ChannelSubscriptionSpec"/>.</summary>
public sealed record SubscriptionSettings
{
    /// <summary>Name of the ChannelSubscription; its namespace is the user's.</summary>
    public required string Name { get; init; }

    /// <summary>The channel as the resource names it.</summary>
    public required string Channel { get; init; }

    /// <summary>Join when not a member.</summary>
    public bool Join { get; init; }

    /// <summary>Own schedule, if any.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Stops scheduled parsing of this channel.</summary>
    public bool Suspend { get; init; }

    /// <summary>How far back the first reading goes.</summary>
    public BackfillSpec? Backfill { get; init; }

    /// <summary>How stored posts are kept up to date.</summary>
    public RefreshSpec? Refresh { get; init; }

    /// <summary>What is done with the pages that posts link to.</summary>
    public EnrichmentSpec? Enrichment { get; init; }

    /// <summary>How long this channel's posts are kept; null when as the user says, as a worker of a version without it can read.</summary>
    public RetentionSpec? Retention { get; init; }

    /// <summary>Who is told of new posts.</summary>
    public NotifySettings? Notify { get; init; }
}

/// <summary>One group monitor as the worker needs it; the fields are those of <see cref="GroupMonitorSpec"/>.</summary>
public sealed record MonitorSettings
{
    /// <summary>Name of the GroupMonitor; its namespace is the user's.</summary>
    public required string Name { get; init; }

    /// <summary>The group as the resource names it.</summary>
    public required string Group { get; init; }

    /// <summary>What makes a message a mention.</summary>
    public TriggersSpec Triggers { get; init; } = new();

    /// <summary>How many messages before and after a mention are kept with it.</summary>
    public int ContextMessages { get; init; }

    /// <summary>Stops watching this group.</summary>
    public bool Suspend { get; init; }

    /// <summary>Who is told of mentions.</summary>
    public NotifySettings? Notify { get; init; }
}
