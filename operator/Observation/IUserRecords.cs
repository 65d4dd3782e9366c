using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Observation;

/// <summary>What the operator needs of the database; any exception means that it cannot be had now.</summary>
internal interface IUserRecords
{
    /// <summary>What workers have recorded: of these users, or of all when null. A user without a row is left out.</summary>
    Task<IReadOnlyList<UserObservation>> ReadAsync(IReadOnlyCollection<UserKey>? users, CancellationToken cancellationToken);

    /// <summary>Makes the row of a resource, or takes it up again.</summary>
    Task EnsureAsync(UserKey user, bool suspended, CancellationToken cancellationToken);

    /// <summary>Marks the row of a resource that is gone. Posts and cursors stay.</summary>
    Task OrphanAsync(UserKey user, CancellationToken cancellationToken);

    /// <summary>Removes some of what is stored of a user; the row goes last.</summary>
    /// <returns>Whether something is left.</returns>
    Task<bool> RemoveBatchAsync(UserKey user, CancellationToken cancellationToken);

    /// <summary>The pages behind links that wait to be read.</summary>
    Task<PageQueueState> ReadPageQueueAsync(CancellationToken cancellationToken);

    /// <summary>Numbers of users that have changed; <c>StateListener.Everything</c> when any may have.</summary>
    IAsyncEnumerable<long> ListenAsync(CancellationToken cancellationToken);
}
