using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.TelegramSimulator.Cryptography;

/// <summary>The server's side of the 2FA password check (https://core.telegram.org/api/srp), good for one try.</summary>
internal sealed class SrpVerifier
{
    private static readonly byte[] GeneratorBytes = DiffieHellman.ToBytes(DiffieHellman.Generator);

    private readonly BigInteger _secret = DiffieHellman.FromBytes(RandomNumberGenerator.GetBytes(DiffieHellman.Size));
    private readonly BigInteger _verifier;

    public SrpVerifier(string password)
    {
        var inner = Salted(Salted(Encoding.UTF8.GetBytes(password), Salt1), Salt2);
        var stretched = Rfc2898DeriveBytes.Pbkdf2(inner, Salt1, iterations: 100_000, HashAlgorithmName.SHA512, outputLength: 64);
        _verifier = DiffieHellman.Power(DiffieHellman.Generator, DiffieHellman.FromBytes(Salted(stretched, Salt2)));
        var multiplier = DiffieHellman.FromBytes(Hash.Sha256(DiffieHellman.PrimeBytes, GeneratorBytes));
        ServerValue = DiffieHellman.ToBytes(
            (multiplier * _verifier + DiffieHellman.Power(DiffieHellman.Generator, _secret)) % DiffieHellman.Prime);
    }

    public long Id { get; } = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    public byte[] Salt1 { get; } = RandomNumberGenerator.GetBytes(8);

    public byte[] Salt2 { get; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>The server's public value, called srp_B.</summary>
    public byte[] ServerValue { get; }

    /// <summary>Whether the client's public value A and proof M1 show that it knows the password.</summary>
    public bool Accepts(byte[] clientValue, byte[] proof)
    {
        var a = DiffieHellman.FromBytes(clientValue);
        var paddedA = DiffieHellman.ToBytes(a);
        var scramble = DiffieHellman.FromBytes(Hash.Sha256(paddedA, ServerValue));
        var shared = DiffieHellman.Power(a * DiffieHellman.Power(_verifier, scramble) % DiffieHellman.Prime, _secret);
        var key = Hash.Sha256(DiffieHellman.ToBytes(shared));

        var group = Hash.Sha256(DiffieHellman.PrimeBytes);
        var generatorHash = Hash.Sha256(GeneratorBytes);
        for (var i = 0; i < group.Length; i++)
            group[i] ^= generatorHash[i];
        var expected = Hash.Sha256(group, Hash.Sha256(Salt1), Hash.Sha256(Salt2), paddedA, ServerValue, key);
        return CryptographicOperations.FixedTimeEquals(expected, proof);
    }

    private static byte[] Salted(byte[] data, byte[] salt) => Hash.Sha256(salt, data, salt);
}
