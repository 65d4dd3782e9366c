using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Bindings;

/// <summary>What the status of every resource is computed from that is a part of a worker's work.</summary>
internal abstract record BoundFacts
{
    /// <summary>The resource.</summary>
    public abstract IBoundResource Resource { get; }

    /// <summary>Whether <see cref="Settings"/> have the resource as it is.</summary>
    public abstract bool IsGiven { get; }

    /// <summary>What is wrong with it.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What keeps its notifications from being sent, though the worker does all else; null when nothing does.</summary>
    public Problem? Notifying { get; init; }

    /// <summary>The user that it names; null when there is none.</summary>
    public TelegramUser? User { get; init; }

    /// <summary>What the user's worker is told now; null when nothing is.</summary>
    public WorkerSettings? Settings { get; init; }

    /// <summary>Whether the database can be read.</summary>
    public DatabaseState Database { get; init; }

    /// <summary>Hash of the settings that the worker has loaded.</summary>
    public string? LoadedHash { get; init; }
}
