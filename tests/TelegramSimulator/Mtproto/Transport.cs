using System.Buffers.Binary;
using System.Threading.Channels;
using TelegramParser.TelegramSimulator.World;
using TelegramParser.TelegramSimulator.Cryptography;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>Packets over one TCP connection. The client's first bytes choose the framing and tell who it is.</summary>
internal sealed class Transport : IDisposable
{
    private readonly Stream _stream;
    private readonly Channel<byte[]> _outbox = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();
    private Framing _framing = null!;
    private AesCtr? _incoming;
    private AesCtr? _outgoing;
    private byte[] _readAhead = [];

    private Transport(Stream stream) => _stream = stream;

    /// <summary>The name under which the client's proxy secret is registered.</summary>
    public string Client { get; private set; } = ProxySecrets.Direct;

    /// <summary>The data centre that the client means to talk to; zero when it does not say.</summary>
    public int Dc { get; private set; }

    /// <exception cref="InvalidDataException">The client uses an unknown secret or speaks something else.</exception>
    /// <exception cref="EndOfStreamException">It went away first.</exception>
    public static async Task<Transport> AcceptAsync(Stream stream, ProxySecrets secrets, CancellationToken cancellation)
    {
        var transport = new Transport(stream);
        await transport.DetectAsync(secrets, cancellation);
        return transport;
    }

    public Task<byte[]> ReceiveAsync(CancellationToken cancellation) =>
        _framing.ReadAsync(length => ReadAsync(length, cancellation));

    /// <summary>Puts a packet in line. It never waits: a client that does not read holds up nobody else.</summary>
    public void Send(byte[] packet) => _outbox.Writer.TryWrite(packet);

    /// <summary>Writes the packets in line until it is cancelled or a network fault ends the connection.</summary>
    public async Task WriteAsync(Network network, CancellationToken cancellation)
    {
        var written = 0;
        await foreach (var packet in _outbox.Reader.ReadAllAsync(cancellation))
        {
            var frame = _framing.Frame(packet);
            _outgoing?.Apply(frame);
            if (network.Of(Client) is { } fault)
            {
                if (fault.IsDown || written >= fault.DropAfterPackets)
                    return;
                await Task.Delay(DelayOf(fault, frame.Length), cancellation);
            }
            await _stream.WriteAsync(frame, cancellation);
            written++;
        }
    }

    private static TimeSpan DelayOf(NetworkFault fault, int bytes) =>
        TimeSpan.FromMilliseconds(fault.DelayMilliseconds) + TimeSpan.FromSeconds((double)bytes / (fault.BytesPerSecond ?? int.MaxValue));

    public void Dispose()
    {
        _incoming?.Dispose();
        _outgoing?.Dispose();
    }

    private async Task DetectAsync(ProxySecrets secrets, CancellationToken cancellation)
    {
        var first = await ReadAsync(1, cancellation);
        if (first[0] == (Framing.AbridgedTag & 0xff))
        {
            _framing = new Framing.Abridged();
            return;
        }
        byte[] opening = [.. first, .. await ReadAsync(7, cancellation)];
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(opening);
        if (tag is Framing.IntermediateTag or Framing.PaddedTag)
        {
            _framing = Framing.ByTag(tag)!;
            _readAhead = opening[4..];
            return;
        }
        // In the full framing the packet's length is followed by its number, and the first number is zero.
        if (BinaryPrimitives.ReadInt32LittleEndian(opening.AsSpan(4)) == 0)
        {
            _framing = new Framing.Full();
            _readAhead = opening;
            return;
        }
        byte[] header = [.. opening, .. await ReadAsync(ObfuscatedHeader.Length - opening.Length, cancellation)];
        var opened = ObfuscatedHeader.Open(header, secrets)
            ?? throw new InvalidDataException("the connection uses a proxy secret that is not registered");
        (Client, Dc, _framing, _incoming, _outgoing) = opened;
    }

    private async Task<byte[]> ReadAsync(int length, CancellationToken cancellation)
    {
        var buffer = new byte[length];
        var ahead = Math.Min(length, _readAhead.Length);
        _readAhead.AsSpan(0, ahead).CopyTo(buffer);
        _readAhead = _readAhead[ahead..];
        await _stream.ReadExactlyAsync(buffer.AsMemory(ahead), cancellation);
        _incoming?.Apply(buffer);
        return buffer;
    }
}
