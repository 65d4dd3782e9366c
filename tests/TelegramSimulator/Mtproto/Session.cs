using System.Collections.Concurrent;
using System.Security.Cryptography;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>One MTProto session of a client. It outlives its connections.</summary>
internal sealed class Session(long id, AuthKey key, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _seen = [];
    private readonly ConcurrentDictionary<long, byte[]> _answers = new();
    private readonly ConcurrentDictionary<long, long> _requestOfAnswer = new();
    private long _lastMessageId;
    private int _contentMessages;

    public long Id => id;

    public AuthKey Key => key;

    /// <summary>The connection that the session used last.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>Set by <c>initConnection</c>: before it a session is one of keys or files only, and gets no updates.</summary>
    public bool IsInitialized { get; set; }

    public bool WantsNoUpdates { get; set; }

    public bool HasBeenGreeted { get; set; }

    /// <summary>False when the message has come before: clients repeat what was not acknowledged.</summary>
    public bool IsFirstSeen(long messageId)
    {
        lock (_lock)
            return _seen.Add(messageId);
    }

    public bool HasSeen(long messageId)
    {
        lock (_lock)
            return _seen.Contains(messageId);
    }

    /// <summary>The answer to an earlier query that the client has not acknowledged yet.</summary>
    public byte[]? AnswerTo(long requestId) => _answers.GetValueOrDefault(requestId);

    public void Acknowledge(IEnumerable<long> messageIds)
    {
        foreach (var messageId in messageIds)
        {
            if (_requestOfAnswer.TryRemove(messageId, out var requestId))
                _answers.TryRemove(requestId, out _);
        }
    }

    /// <summary>A message came over this connection. When it is another one, what was sent over the last and not acknowledged is sent again.</summary>
    public void Use(Connection connection)
    {
        if (Connection == connection)
            return;
        var isFirst = Connection is null;
        Connection = connection;
        if (isFirst)
            return;
        foreach (var (requestId, body) in _answers)
            SendAnswer(requestId, body);
    }

    /// <summary>Answers a query, and keeps the answer until it is acknowledged.</summary>
    public void SendAnswer(long requestId, byte[] body)
    {
        _answers[requestId] = body;
        Send(body, isContent: true, MessageIds.Answer, messageId => _requestOfAnswer[messageId] = requestId);
    }

    /// <summary>Tells the client something about the connection that it need not acknowledge.</summary>
    public void SendService(byte[] body) => Send(body, isContent: false, MessageIds.Answer);

    /// <summary>Sends what nobody asked for; a session without a connection misses it, as on the real server.</summary>
    public void SendNotification(byte[] body) => Send(body, isContent: true, MessageIds.Notification);

    private void Send(byte[] body, bool isContent, int kind, Action<long>? beforeSending = null)
    {
        // Messages go out in the order of their ids.
        lock (_lock)
        {
            _lastMessageId = MessageIds.Next(time.GetUtcNow(), _lastMessageId, kind);
            beforeSending?.Invoke(_lastMessageId);
            var sequence = isContent ? 2 * _contentMessages++ + 1 : 2 * _contentMessages;
            var message = new TlWriter().Long(key.Salt).Long(id).Long(_lastMessageId).Int(sequence).Int(body.Length).Raw(body);
            var (messageKey, encrypted) = MessageCipher.EncryptFromServer(key.Key, Padded(message));
            Connection?.Send([.. BitConverter.GetBytes(key.Id), .. messageKey, .. encrypted]);
        }
    }

    /// <summary>At least 12 random bytes, up to a multiple of 16.</summary>
    private static byte[] Padded(TlWriter message)
    {
        const int least = 12, block = 16;
        var padding = least + (block - (message.Length + least) % block) % block;
        return message.Raw(RandomNumberGenerator.GetBytes(padding)).ToArray();
    }
}
