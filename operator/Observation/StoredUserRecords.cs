using Npgsql;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Retention;

namespace TelegramParser.Operator.Observation;

/// <summary>The records of one installation in Postgres.</summary>
internal sealed class StoredUserRecords(NpgsqlDataSource database, string installation, TimeProvider time) : IUserRecords
{
    private readonly ObservationQueries _observations = new(database);
    private readonly EnrichmentStatsQueries _enrichment = new(database);
    private readonly UserStore _users = new(database);
    private readonly UserRemovalStore _removal = new(database);
    private readonly RetentionStore _retention = new(database);
    private readonly ApiTokenStore _tokens = new(database);
    private readonly StateListener _listener = new(database, time);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserObservation>> ReadAsync(
        IReadOnlyCollection<UserKey>? users, CancellationToken cancellationToken) =>
        _observations.ReadAsync(installation, users, cancellationToken);

    /// <inheritdoc/>
    public Task EnsureAsync(UserKey user, bool suspended, CancellationToken cancellationToken) =>
        _users.EnsureAsync(user, suspended, cancellationToken);

    /// <inheritdoc/>
    public Task OrphanAsync(UserKey user, CancellationToken cancellationToken) => _users.OrphanAsync(user, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveBatchAsync(UserKey user, CancellationToken cancellationToken) => _removal.RemoveBatchAsync(user, cancellationToken);

    /// <inheritdoc/>
    public Task SetRetentionAsync(UserKey user, RetentionPolicy policy, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        _retention.SetAsync(user, policy, dueAt, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ListOldPostsAsync(UserKey user, CancellationToken cancellationToken) =>
        _retention.ListAsync(user, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public Task<RemovedPosts> RemoveOldPostsAsync(UserKey user, long chatId, DateTimeOffset runAt, CancellationToken cancellationToken) =>
        _retention.RemoveBatchAsync(user, chatId, runAt, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public Task FinishRetentionAsync(UserKey user, DateTimeOffset nextDueAt, CancellationToken cancellationToken) =>
        _retention.FinishAsync(user, time.GetUtcNow(), nextDueAt, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutTokenAsync(SecretToken token, CancellationToken cancellationToken) => _tokens.PutAsync(installation, token, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveTokenAsync(string secretRef, CancellationToken cancellationToken) => _tokens.DeleteAsync(installation, secretRef, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListTokensAsync(CancellationToken cancellationToken) => _tokens.ListSecretsAsync(installation, cancellationToken);

    /// <inheritdoc/>
    public Task<PageQueueState> ReadPageQueueAsync(CancellationToken cancellationToken) =>
        _enrichment.ReadQueueAsync(time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListenAsync(CancellationToken cancellationToken) => _listener.ListenAsync(cancellationToken);
}
