using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>How packets are cut out of the byte stream (https://core.telegram.org/mtproto/mtproto-transports).</summary>
internal abstract class Framing
{
    public const uint AbridgedTag = 0xefefefef;
    public const uint IntermediateTag = 0xeeeeeeee;
    public const uint PaddedTag = 0xdddddddd;

    private const int LargestPacket = 16 << 20;

    public static Framing? ByTag(uint tag) => tag switch
    {
        AbridgedTag => new Abridged(),
        IntermediateTag => new Intermediate(isPadded: false),
        PaddedTag => new Intermediate(isPadded: true),
        _ => null,
    };

    /// <param name="read">Reads exactly that many bytes.</param>
    public abstract Task<byte[]> ReadAsync(Func<int, Task<byte[]>> read);

    public abstract byte[] Frame(byte[] packet);

    private static int Checked(int length) => length is >= 0 and <= LargestPacket
        ? length
        : throw new InvalidDataException($"a packet of {length} bytes");

    /// <summary>The length in words, in one byte or in four.</summary>
    internal sealed class Abridged : Framing
    {
        private const byte LongLength = 0x7f;

        public override async Task<byte[]> ReadAsync(Func<int, Task<byte[]>> read)
        {
            // The top bit asks for a quick acknowledgement, which a server may ignore.
            var words = (await read(1))[0] & 0x7f;
            if (words == LongLength)
            {
                var length = await read(3);
                words = length[0] | length[1] << 8 | length[2] << 16;
            }
            return await read(Checked(words * 4));
        }

        public override byte[] Frame(byte[] packet)
        {
            var words = packet.Length / 4;
            return words < LongLength
                ? [(byte)words, .. packet]
                : [LongLength, (byte)words, (byte)(words >> 8), (byte)(words >> 16), .. packet];
        }
    }

    /// <summary>The length in four bytes; padded, up to three random bytes follow the packet (clients cut off no more).</summary>
    internal sealed class Intermediate(bool isPadded) : Framing
    {
        private const int QuickAckBit = unchecked((int)0x80000000);

        public override async Task<byte[]> ReadAsync(Func<int, Task<byte[]>> read)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(await read(4)) & ~QuickAckBit;
            return await read(Checked(length));
        }

        public override byte[] Frame(byte[] packet)
        {
            // A packet of four bytes is a transport error: clients tell it by its length.
            var padding = isPadded && packet.Length > 4 ? RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(4)) : [];
            return [.. BitConverter.GetBytes(packet.Length + padding.Length), .. packet, .. padding];
        }
    }

    /// <summary>Length, number and CRC-32 around each packet.</summary>
    internal sealed class Full : Framing
    {
        private const int Overhead = 12;

        private int _sent;

        public override async Task<byte[]> ReadAsync(Func<int, Task<byte[]>> read)
        {
            var header = await read(8);
            var body = await read(Checked(BinaryPrimitives.ReadInt32LittleEndian(header) - header.Length));
            return body[..^4];
        }

        public override byte[] Frame(byte[] packet)
        {
            byte[] frame = [.. BitConverter.GetBytes(packet.Length + Overhead), .. BitConverter.GetBytes(_sent++), .. packet];
            return [.. frame, .. BitConverter.GetBytes(Crc32(frame))];
        }

        private static uint Crc32(ReadOnlySpan<byte> data)
        {
            var crc = uint.MaxValue;
            foreach (var value in data)
            {
                crc ^= value;
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
            }
            return ~crc;
        }
    }
}
