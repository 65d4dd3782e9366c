using System.Collections.Concurrent;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>
/// An authorization key, and the login that it stands for. With perfect forward secrecy clients talk under a temporary
/// key that is bound to a permanent one; the login belongs to the permanent key, <see cref="Root"/>.
/// </summary>
internal sealed class AuthKey(byte[] key, long id, long salt, DateTimeOffset? expiresAt)
{
    private volatile AuthKey? _boundTo;
    private long _salt = salt;
    private long _userId;

    public byte[] Key => key;

    public long Id => id;

    /// <summary>Clients put it into each message; when it has changed they are told, and send again.</summary>
    public long Salt
    {
        get => Interlocked.Read(ref _salt);
        set => Interlocked.Exchange(ref _salt, value);
    }

    /// <summary>Null for a permanent key.</summary>
    public DateTimeOffset? ExpiresAt => expiresAt;

    public AuthKey Root => _boundTo ?? this;

    public ConcurrentDictionary<long, Session> Sessions { get; } = new();

    /// <summary>The account that is logged in; zero for none.</summary>
    public long UserId
    {
        get => Interlocked.Read(ref _userId);
        set => Interlocked.Exchange(ref _userId, value);
    }

    /// <summary>The API layer that the client named last; zero before.</summary>
    public int Layer { get; set; }

    /// <summary>The phone number whose login waits for its 2FA password.</summary>
    public string? PendingPhone { get; set; }

    /// <summary>What every query is answered with since the session was ended from elsewhere, such as 401 SESSION_REVOKED.</summary>
    public RpcError? Revocation { get; set; }

    public void BindTo(AuthKey permanent)
    {
        permanent.Layer = Math.Max(permanent.Layer, Layer);
        _boundTo = permanent;
    }
}
