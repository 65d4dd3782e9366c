using System.Security.Cryptography;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>AES-256 in counter mode as a running key stream over one direction of a connection.</summary>
internal sealed class AesCtr : IDisposable
{
    private const int Block = 16;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _counter;
    private readonly byte[] _stream = new byte[64 * Block];
    private int _used;

    public AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes.Key = key.ToArray();
        _counter = iv.ToArray();
        _used = _stream.Length;
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    public void Apply(Span<byte> data)
    {
        foreach (ref var value in data)
        {
            if (_used == _stream.Length)
                Refill();
            value ^= _stream[_used++];
        }
    }

    public void Dispose() => _aes.Dispose();

    private void Refill()
    {
        var counters = new byte[_stream.Length];
        for (var start = 0; start < counters.Length; start += Block)
        {
            _counter.CopyTo(counters, start);
            for (var i = Block - 1; i >= 0 && ++_counter[i] == 0; i--)
            {
            }
        }
        _aes.EncryptEcb(counters, _stream, PaddingMode.None);
        _used = 0;
    }
}
