using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>All that a user's status is computed from.</summary>
internal sealed record UserFacts
{
    /// <summary>The user.</summary>
    public required TelegramUser User { get; init; }

    /// <summary>What is wrong with its spec.</summary>
    public Problem? Invalid { get; init; }

    /// <summary>What kept its children from being made.</summary>
    public Problem? Blocked { get; init; }

    /// <summary>The worker's pod.</summary>
    public Pod? Pod { get; init; }

    /// <summary>Whether the database can be read.</summary>
    public required DatabaseState Database { get; init; }

    /// <summary>What the worker has recorded.</summary>
    public UserObservation? Observation { get; init; }

    /// <summary>Number of subscriptions that name the user.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Names of the group monitors that name the user.</summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];
}
