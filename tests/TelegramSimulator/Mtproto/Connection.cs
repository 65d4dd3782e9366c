using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>One connection of a client: decrypts packets, checks what MTProto has servers check, and hands messages on.</summary>
internal sealed class Connection(TcpClient tcp, MtprotoServer server) : IDisposable
{
    private const int UnknownAuthKey = -404;
    private static readonly TimeSpan OldestMessage = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan NewestMessage = TimeSpan.FromSeconds(30);

    private readonly KeyExchange _keyExchange = new(server.Key, server.Keys, server.Time);
    private readonly IPAddress? _address = (tcp.Client.RemoteEndPoint as IPEndPoint)?.Address;
    private Transport? _transport;

    /// <summary>The name under which the client's proxy secret is registered.</summary>
    public string Client => _transport?.Client ?? ProxySecrets.Direct;

    private string Program => server.Clients.TellsAddresses ? $"{Client}@{_address}" : Client;

    /// <summary>The data centre that the client means to talk to; zero when it does not say.</summary>
    public int Dc => _transport?.Dc ?? 0;

    public async Task RunAsync(CancellationToken cancellation)
    {
        tcp.NoDelay = true;
        using var transport = await Transport.AcceptAsync(tcp.GetStream(), server.Secrets, cancellation);
        _transport = transport;
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (server.Network.Of(transport.Client) is { IsDown: true })
            return;
        var writing = WriteAsync(transport, closing.Token);
        try
        {
            while (true)
                Receive(transport, await transport.ReceiveAsync(cancellation), cancellation);
        }
        finally
        {
            await closing.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>When writing ends, the connection does.</summary>
    private async Task WriteAsync(Transport transport, CancellationToken cancellation)
    {
        try
        {
            await transport.WriteAsync(server.Network, cancellation);
        }
        finally
        {
            tcp.Dispose();
        }
    }

    public void Send(byte[] packet) => _transport?.Send(packet);

    public void Dispose() => tcp.Dispose();

    private void Receive(Transport transport, byte[] packet, CancellationToken cancellation)
    {
        var keyId = BinaryPrimitives.ReadInt64LittleEndian(packet);
        if (keyId == 0)
            ExchangeKeys(transport, packet);
        else if (server.Keys.Find(keyId) is { } key)
            ReceiveEncrypted(key, packet, cancellation);
        else
            transport.Send(BitConverter.GetBytes(UnknownAuthKey));
    }

    private void ExchangeKeys(Transport transport, byte[] packet)
    {
        // auth_key_id, message_id and length come before the message.
        const int header = 20;
        if (_keyExchange.Step(packet.AsMemory(header)) is not { } answer)
            return;
        var id = MessageIds.Next(server.Time.GetUtcNow(), 0, MessageIds.Answer);
        transport.Send(new TlWriter().Long(0).Long(id).Int(answer.Length).Raw(answer).ToArray());
    }

    private void ReceiveEncrypted(AuthKey key, byte[] packet, CancellationToken cancellation)
    {
        const int header = 24, block = 16;
        // A padded transport may have added bytes that are no whole block.
        var length = (packet.Length - header) / block * block;
        var plain = MessageCipher.DecryptFromClient(key.Key, packet[8..header], packet.AsSpan(header, length))
            ?? throw new InvalidDataException("a message's key does not fit it");

        if (server.Clients.Hear(this, key.Root.Id, Program) && server.Clients.EndsSharedKeys)
            key.Root.Revocation ??= new RpcError(406, "AUTH_KEY_DUPLICATED");
        var reader = new TlReader(plain);
        var salt = reader.Long();
        var session = SessionOf(key, reader.Long());
        var messageId = reader.Long();
        var sequence = reader.Int();
        var body = reader.Slice(reader.Int());
        if (reader.Rest.Length is < 12 or > 1024)
            throw new InvalidDataException("a message's padding is out of bounds");

        if (FaultOf(messageId) is { } fault)
        {
            session.SendService(new TlWriter().Id(ServiceIds.BadMsgNotification).Long(messageId).Int(sequence).Int(fault).ToArray());
            return;
        }
        if (salt != key.Salt)
        {
            const int wrongSalt = 48;
            session.SendService(new TlWriter().Id(ServiceIds.BadServerSalt)
                .Long(messageId).Int(sequence).Int(wrongSalt).Long(key.Salt).ToArray());
            return;
        }
        if (!session.HasBeenGreeted)
        {
            session.HasBeenGreeted = true;
            session.SendNotification(new TlWriter().Id(ServiceIds.NewSessionCreated)
                .Long(messageId).Long(session.Id).Long(key.Salt).ToArray());
        }
        server.Messages.Receive(session, messageId, sequence, body, cancellation);
    }

    private Session SessionOf(AuthKey key, long sessionId)
    {
        var session = key.Sessions.GetOrAdd(sessionId, static (id, arg) => new Session(id, arg.key, arg.Time), (key, server.Time));
        session.Use(this);
        return session;
    }

    /// <summary>The error code of bad_msg_notification, or null.</summary>
    private int? FaultOf(long messageId)
    {
        var age = server.Time.GetUtcNow() - MessageIds.TimeOf(messageId);
        if (!MessageIds.IsFromClient(messageId))
            return 18;
        if (age > OldestMessage)
            return 16;
        return age < -NewestMessage ? 17 : null;
    }
}
