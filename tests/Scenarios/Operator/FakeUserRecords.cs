using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TelegramParser.Operator.Observation;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Notifications;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Retention;

namespace TelegramParser.Scenarios.Operator;

/// <summary>A database that does what a test says.</summary>
/// <param name="namespace">Namespace of its users.</param>
internal sealed class FakeUserRecords(string @namespace) : IUserRecords
{
    private readonly ConcurrentDictionary<UserKey, UserObservation> _rows = new();
    private readonly Channel<long> _notifications = Channel.CreateUnbounded<long>();

    /// <summary>Whether it is out of reach.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many batches there are to remove of a user.</summary>
    public int BatchesLeft { get; set; } = 1;

    /// <summary>The pages that wait.</summary>
    public PageQueueState PageQueue { get; set; } = new(0, 0, null);

    /// <summary>Tokens of Secrets, by <c>namespace/name</c>.</summary>
    public ConcurrentDictionary<string, SecretToken> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The row of a user.</summary>
    public UserObservation? Row(string name) => _rows.GetValueOrDefault(Key(name));

    /// <summary>Records something, as a worker would, and tells of it.</summary>
    public void Record(string name, Func<UserObservation, UserObservation> change)
    {
        var row = _rows.AddOrUpdate(Key(name), key => change(New(key, suspended: false)), (_, before) => change(before));
        _notifications.Writer.TryWrite(row.Overview.User.Id);
    }

    public Task<IReadOnlyList<UserObservation>> ReadAsync(IReadOnlyCollection<UserKey>? users, CancellationToken cancellationToken)
    {
        FailWhenDown();
        IReadOnlyList<UserObservation> found = [.. _rows.Where(row => users is null || users.Contains(row.Key)).Select(row => row.Value)];
        return Task.FromResult(found);
    }

    public Task EnsureAsync(UserKey user, bool suspended, CancellationToken cancellationToken)
    {
        FailWhenDown();
        _rows.AddOrUpdate(user, key => New(key, suspended), (_, row) => Change(row, orphanedAt: null));
        return Task.CompletedTask;
    }

    public Task OrphanAsync(UserKey user, CancellationToken cancellationToken)
    {
        FailWhenDown();
        if (_rows.TryGetValue(user, out var row))
            _rows[user] = Change(row, Samples.Now);
        return Task.CompletedTask;
    }

    public Task<bool> RemoveBatchAsync(UserKey user, CancellationToken cancellationToken)
    {
        FailWhenDown();
        // The first call removes what is stored, the last one the row.
        if (BatchesLeft-- > 0)
            return Task.FromResult(true);
        _rows.TryRemove(user, out _);
        return Task.FromResult(false);
    }

    public Task SetRetentionAsync(UserKey user, RetentionPolicy policy, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        FailWhenDown();
        var row = _rows[user];
        _rows[user] = row with
        {
            Overview = row.Overview with
            {
                User = row.Overview.User with { RetentionDays = policy.Days, RetentionDueAt = policy.RemovesAny ? dueAt : null },
            },
        };
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<long>> ListOldPostsAsync(UserKey user, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<long>>([]);

    public Task<RemovedPosts> RemoveOldPostsAsync(UserKey user, long chatId, DateTimeOffset runAt, CancellationToken cancellationToken) =>
        Task.FromResult(new RemovedPosts(chatId, 0, MayBeMore: false));

    public Task FinishRetentionAsync(UserKey user, DateTimeOffset nextDueAt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> PutTokenAsync(SecretToken token, CancellationToken cancellationToken)
    {
        FailWhenDown();
        if (token.User is { } user && !_rows.ContainsKey(user))
            return Task.FromResult(false);
        Tokens[token.SecretRef] = token;
        return Task.FromResult(true);
    }

    public Task RemoveTokenAsync(string secretRef, CancellationToken cancellationToken)
    {
        FailWhenDown();
        Tokens.TryRemove(secretRef, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListTokensAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. Tokens.Keys]);

    public Task<PageQueueState> ReadPageQueueAsync(CancellationToken cancellationToken)
    {
        FailWhenDown();
        return Task.FromResult(PageQueue);
    }

    public async IAsyncEnumerable<long> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return StateListener.Everything;
        await foreach (var userId in _notifications.Reader.ReadAllAsync(cancellationToken))
            yield return userId;
    }

    private void FailWhenDown()
    {
        if (IsDown)
            throw new TimeoutException("The database is down.");
    }

    private UserKey Key(string name) => new("test", @namespace, name);

    private UserObservation New(UserKey key, bool suspended) => new(
        new UserOverview { User = new UserRow(_rows.Count + 1, key, TelegramId: null, Username: null, DisplayName: null, suspended, OrphanedAt: null, Samples.Now) },
        [],
        []);

    private static UserObservation Change(UserObservation row, DateTimeOffset? orphanedAt) =>
        row with { Overview = row.Overview with { User = row.Overview.User with { OrphanedAt = orphanedAt } } };
}
