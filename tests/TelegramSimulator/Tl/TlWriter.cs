using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>Writes the primitives of TL's binary format (https://core.telegram.org/mtproto/serialize).</summary>
internal sealed class TlWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Length => _buffer.WrittenCount;

    public TlWriter Id(uint constructor)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), constructor);
        _buffer.Advance(4);
        return this;
    }

    public TlWriter Int(int value) => Id(unchecked((uint)value));

    public TlWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public TlWriter Double(double value) => Long(BitConverter.DoubleToInt64Bits(value));

    public TlWriter Bool(bool value) => Id(value ? TlIds.BoolTrue : TlIds.BoolFalse);

    public TlWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public TlWriter String(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>A length of one or four bytes, the bytes, and zeros up to a multiple of four.</summary>
    public TlWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        var prefix = bytes.Length < 254 ? 1 : 4;
        if (prefix == 1)
            _buffer.Write([(byte)bytes.Length]);
        else
            Id(254u | (uint)bytes.Length << 8);
        _buffer.Write(bytes);
        ReadOnlySpan<byte> zeros = [0, 0, 0];
        _buffer.Write(zeros[..((4 - (prefix + bytes.Length) % 4) % 4)]);
        return this;
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
