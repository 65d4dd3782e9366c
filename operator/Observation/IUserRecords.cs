using TelegramParser.Storage.Access;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Retention;

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

    /// <summary>Records how long a user's posts are kept.</summary>
    Task SetRetentionAsync(UserKey user, RetentionPolicy policy, DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>The channels of a user with posts that are older than they are kept.</summary>
    Task<IReadOnlyList<long>> ListOldPostsAsync(UserKey user, CancellationToken cancellationToken);

    /// <summary>Removes some of them, in a run that was due then.</summary>
    Task<RemovedPosts> RemoveOldPostsAsync(UserKey user, long chatId, DateTimeOffset runAt, CancellationToken cancellationToken);

    /// <summary>Ends a run that removes such posts; the next one is due then.</summary>
    Task FinishRetentionAsync(UserKey user, DateTimeOffset nextDueAt, CancellationToken cancellationToken);

    /// <summary>Brings the token of the REST API that a Secret holds to what the Secret says.</summary>
    /// <returns>False when its user has no row, or another token has the same secret.</returns>
    Task<bool> PutTokenAsync(SecretToken token, CancellationToken cancellationToken);

    /// <summary>Revokes the token that a Secret held, if there is one.</summary>
    Task RemoveTokenAsync(string secretRef, CancellationToken cancellationToken);

    /// <summary>The Secrets, as <c>namespace/name</c>, whose tokens are known.</summary>
    Task<IReadOnlyList<string>> ListTokensAsync(CancellationToken cancellationToken);

    /// <summary>The pages behind links that wait to be read.</summary>
    Task<PageQueueState> ReadPageQueueAsync(CancellationToken cancellationToken);

    /// <summary>Numbers of users that have changed; <c>StateListener.Everything</c> when any may have.</summary>
    IAsyncEnumerable<long> ListenAsync(CancellationToken cancellationToken);
}
