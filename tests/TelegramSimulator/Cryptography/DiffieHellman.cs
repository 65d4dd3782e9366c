using System.Numerics;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>Telegram's well-known safe prime of 2,048 bits and generator 3; clients refuse unknown primes.</summary>
internal static class DiffieHellman
{
    public const int Generator = 3;
    public const int Size = 256;

    public static readonly byte[] PrimeBytes = Convert.FromHexString(
        "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DBFA336F6E0AC92513" +
        "9543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F642477FE96BB2A941D5BCD1D4AC8CC4988" +
        "0708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4" +
        "B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F" +
        "0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B");

    public static readonly BigInteger Prime = FromBytes(PrimeBytes);

    public static BigInteger Power(BigInteger value, BigInteger exponent) => BigInteger.ModPow(value, exponent, Prime);

    public static BigInteger FromBytes(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    /// <summary>Big endian, padded with zeros to <see cref="Size"/> bytes.</summary>
    public static byte[] ToBytes(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Size - bytes.Length], .. bytes];
    }
}
