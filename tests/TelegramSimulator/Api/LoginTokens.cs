using System.Collections.Concurrent;
using System.Security.Cryptography;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>The links behind QR codes (https://core.telegram.org/api/qr-login): shown by a client, accepted by an account.</summary>
internal sealed class LoginTokens(TimeProvider time, TimeSpan lifetime)
{
    private readonly ConcurrentDictionary<string, (AuthKey Key, DateTimeOffset ExpiresAt)> _issued = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AuthKey, Account> _accepted = new();

    public (byte[] Token, DateTimeOffset ExpiresAt) Issue(AuthKey key)
    {
        var token = RandomNumberGenerator.GetBytes(32);
        var expiresAt = time.GetUtcNow() + lifetime;
        _issued[Convert.ToHexString(token)] = (key, expiresAt);
        return (token, expiresAt);
    }

    /// <summary>Lets the client that shows the token log in as an account.</summary>
    /// <returns>The client's key.</returns>
    /// <exception cref="RpcError">AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED or AUTH_TOKEN_ALREADY_ACCEPTED.</exception>
    public AuthKey Accept(byte[] token, Account account)
    {
        if (!_issued.TryGetValue(Convert.ToHexString(token), out var issued))
            throw RpcError.BadRequest("AUTH_TOKEN_INVALID");
        if (issued.ExpiresAt <= time.GetUtcNow())
            throw RpcError.BadRequest("AUTH_TOKEN_EXPIRED");
        if (!_accepted.TryAdd(issued.Key, account))
            throw RpcError.BadRequest("AUTH_TOKEN_ALREADY_ACCEPTED");
        return issued.Key;
    }

    /// <summary>The account that has accepted a token of this client, once.</summary>
    public Account? TakeAcceptance(AuthKey key) => _accepted.TryRemove(key, out var account) ? account : null;
}
