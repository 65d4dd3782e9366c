using System.Collections.Concurrent;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>The authorization keys that the server has made.</summary>
internal sealed class AuthKeys(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, AuthKey> _byId = new();

    public IEnumerable<AuthKey> All => _byId.Values;

    public void Add(AuthKey key) => _byId[key.Id] = key;

    public void Remove(long id) => _byId.TryRemove(id, out _);

    /// <summary>Null when the key is unknown or has expired: the client must make a new one.</summary>
    public AuthKey? Find(long id) =>
        _byId.TryGetValue(id, out var key) && !(key.ExpiresAt <= time.GetUtcNow()) ? key : null;

    /// <summary>The sessions of an account, under permanent and temporary keys.</summary>
    public IEnumerable<Session> SessionsOf(long userId) =>
        _byId.Values.Where(key => key.Root.UserId == userId && key.Root.Revocation is null).SelectMany(key => key.Sessions.Values);

    /// <summary>The sessions under a permanent key or a temporary one that is bound to it.</summary>
    public IEnumerable<Session> SessionsOf(AuthKey root) =>
        _byId.Values.Where(key => key.Root == root).SelectMany(key => key.Sessions.Values);
}
