using System.Buffers.Binary;
using System.Text;

namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>Reads the primitives of TL's binary format. Reading past the end throws <see cref="TlFormatException"/>.</summary>
internal sealed class TlReader(ReadOnlyMemory<byte> data)
{
    private int _position;

    public int Position => _position;

    public ReadOnlyMemory<byte> Rest => data[_position..];

    public uint Id() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public uint PeekId()
    {
        var id = Id();
        _position -= 4;
        return id;
    }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public byte[] Raw(int length) => Take(length).ToArray();

    public ReadOnlyMemory<byte> Slice(int length)
    {
        var start = _position;
        Take(length);
        return data.Slice(start, length);
    }

    public string String() => Encoding.UTF8.GetString(Bytes());

    public byte[] Bytes()
    {
        int length = Take(1)[0];
        var prefix = 1;
        if (length == 254)
        {
            var size = Take(3);
            length = size[0] | size[1] << 8 | size[2] << 16;
            prefix = 4;
        }
        var bytes = Take(length).ToArray();
        Take((4 - (prefix + length) % 4) % 4);
        return bytes;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > data.Length - _position)
            throw new TlFormatException($"{length} bytes wanted at {_position} of {data.Length}");
        var span = data.Span.Slice(_position, length);
        _position += length;
        return span;
    }
}

/// <summary>Bytes that are not the TL that was expected.</summary>
public sealed class TlFormatException(string message) : Exception(message);
