using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>AES-256 in counter mode as a running key stream over one direction of a connection.</summary>
internal sealed class AesCtr : IDisposable
{
    private const int Block = 16;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _counters = new byte[256 * Block];
    private readonly byte[] _stream = new byte[256 * Block];
    private UInt128 _counter;
    private int _used;

    public AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes.Key = key.ToArray();
        _counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
        _used = _stream.Length;
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    public void Apply(Span<byte> data)
    {
        while (data.Length > 0)
        {
            if (_used == _stream.Length)
                Refill();
            var count = Math.Min(data.Length, _stream.Length - _used);
            Bytes.Xor(data[..count], _stream.AsSpan(_used, count));
            _used += count;
            data = data[count..];
        }
    }

    public void Dispose() => _aes.Dispose();

    private void Refill()
    {
        for (var start = 0; start < _counters.Length; start += Block)
            BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(start), _counter++);
        _aes.EncryptEcb(_counters, _stream, PaddingMode.None);
        _used = 0;
    }
}
