using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>All that a subscription's status is computed from.</summary>
internal sealed record SubscriptionFacts
{
    /// <summary>The subscription.</summary>
    public required ChannelSubscription Subscription { get; init; }

    /// <summary>What is wrong with it.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What of it the installation cannot do, though the channel is parsed; null when there is nothing.</summary>
    public string? Shortfall { get; init; }

    /// <summary>The user that it names; null when there is none.</summary>
    public TelegramUser? User { get; init; }

    /// <summary>What the user's worker is told now; null when nothing is.</summary>
    public WorkerSettings? Settings { get; init; }

    /// <summary>Whether the database can be read.</summary>
    public required DatabaseState Database { get; init; }

    /// <summary>Hash of the settings that the worker has loaded.</summary>
    public string? LoadedHash { get; init; }

    /// <summary>What the worker has recorded of this subscription.</summary>
    public SubscriptionOverview? Observation { get; init; }
}
