using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>
/// The exchange that makes an authorization key (https://core.telegram.org/mtproto/auth_key). One per connection, in
/// three steps: each takes a plain message and gives the answer to it.
/// </summary>
internal sealed class KeyExchange(ServerKey serverKey, AuthKeys keys, TimeProvider time)
{
    private const ulong P = 1229739323, Q = 1402015859;

    private byte[] _nonce = [];
    private byte[] _serverNonce = [];
    private byte[] _newNonce = [];
    private BigInteger _secret;
    private TimeSpan? _lifetime;

    /// <returns>The answer, or null when none is due.</returns>
    /// <exception cref="InvalidDataException">The message does not belong here or proves nothing.</exception>
    public byte[]? Step(ReadOnlyMemory<byte> message)
    {
        var reader = new TlReader(message);
        var id = reader.Id();
        return id switch
        {
            Ids.ReqPq or Ids.ReqPqMulti => OfferPq(reader),
            Ids.ReqDhParams => OfferDhParams(reader),
            Ids.SetClientDhParams => MakeKey(reader),
            Ids.MsgsAck => null,
            _ => throw new InvalidDataException($"{id:x8} in the key exchange"),
        };
    }

    private byte[] OfferPq(TlReader reader)
    {
        _nonce = reader.Raw(16);
        _serverNonce = RandomNumberGenerator.GetBytes(16);
        return new TlWriter().Id(Ids.ResPq).Raw(_nonce).Raw(_serverNonce).Bytes(BigEndian(P * Q))
            .Id(TlIds.Vector).Int(1).Long(serverKey.Fingerprint).ToArray();
    }

    private byte[] OfferDhParams(TlReader reader)
    {
        CheckNonces(reader);
        Check(reader.Bytes(), BigEndian(P));
        Check(reader.Bytes(), BigEndian(Q));
        if (reader.Long() != serverKey.Fingerprint)
            throw new InvalidDataException("the client used another RSA key");
        ReadInnerData(serverKey.Decrypt(reader.Bytes())
            ?? throw new InvalidDataException("the client's RSA envelope does not open"));

        _secret = DiffieHellman.FromBytes(RandomNumberGenerator.GetBytes(DiffieHellman.Size));
        var answer = new TlWriter().Id(Ids.ServerDhInnerData).Raw(_nonce).Raw(_serverNonce)
            .Int(DiffieHellman.Generator).Bytes(DiffieHellman.PrimeBytes)
            .Bytes(DiffieHellman.ToBytes(DiffieHellman.Power(DiffieHellman.Generator, _secret)))
            .Int((int)time.GetUtcNow().ToUnixTimeSeconds()).ToArray();
        byte[] hashed = [.. Hash.Sha1(answer), .. answer];
        byte[] padded = [.. hashed, .. RandomNumberGenerator.GetBytes((16 - hashed.Length % 16) % 16)];
        var (key, iv) = TemporaryAes();
        return new TlWriter().Id(Ids.ServerDhParamsOk).Raw(_nonce).Raw(_serverNonce)
            .Bytes(AesIge.Encrypt(padded, key, iv)).ToArray();
    }

    private void ReadInnerData(byte[] data)
    {
        var reader = new TlReader(data);
        var id = reader.Id();
        for (var skipped = 0; skipped < 3; skipped++)
            reader.Bytes();
        CheckNonces(reader);
        _newNonce = reader.Raw(32);
        if (id is Ids.PqInnerDataDc or Ids.PqInnerDataTempDc)
            reader.Int();
        _lifetime = id is Ids.PqInnerDataTemp or Ids.PqInnerDataTempDc ? TimeSpan.FromSeconds(reader.Int()) : null;
    }

    private byte[] MakeKey(TlReader reader)
    {
        CheckNonces(reader);
        var (aesKey, iv) = TemporaryAes();
        var data = AesIge.Decrypt(reader.Bytes(), aesKey, iv);
        var inner = new TlReader(data.AsMemory(20));
        if (inner.Id() != Ids.ClientDhInnerData)
            throw new InvalidDataException("client_DH_inner_data was expected");
        CheckNonces(inner);
        inner.Long();
        var clientValue = DiffieHellman.FromBytes(inner.Bytes());
        Check(Hash.Sha1(data[20..(20 + inner.Position)]), data[..20]);

        var key = DiffieHellman.ToBytes(DiffieHellman.Power(clientValue, _secret));
        var hash = Hash.Sha1(key);
        var salt = BinaryPrimitives.ReadInt64LittleEndian(_newNonce) ^ BinaryPrimitives.ReadInt64LittleEndian(_serverNonce);
        keys.Add(new AuthKey(key, BinaryPrimitives.ReadInt64LittleEndian(hash.AsSpan(12)), salt, time.GetUtcNow() + _lifetime));
        return new TlWriter().Id(Ids.DhGenOk).Raw(_nonce).Raw(_serverNonce)
            .Raw(Hash.Sha1(_newNonce, [1], hash[..8])[4..20]).ToArray();
    }

    private (byte[] Key, byte[] Iv) TemporaryAes()
    {
        var a = Hash.Sha1(_newNonce, _serverNonce);
        var b = Hash.Sha1(_serverNonce, _newNonce);
        var c = Hash.Sha1(_newNonce, _newNonce);
        return ([.. a, .. b[..12]], [.. b[12..20], .. c, .. _newNonce[..4]]);
    }

    private void CheckNonces(TlReader reader)
    {
        Check(reader.Raw(16), _nonce);
        Check(reader.Raw(16), _serverNonce);
    }

    private static void Check(byte[] actual, byte[] expected)
    {
        if (!actual.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException("the key exchange does not add up");
    }

    private static byte[] BigEndian(ulong value) => new BigInteger(value).ToByteArray(isUnsigned: true, isBigEndian: true);

    private static class Ids
    {
        public const uint ReqPq = 0x60469778, ReqPqMulti = 0xbe7e8ef1, ResPq = 0x05162463;
        public const uint ReqDhParams = 0xd712e4be, ServerDhParamsOk = 0xd0e8075c, ServerDhInnerData = 0xb5890dba;
        public const uint PqInnerDataDc = 0xa9f55f95, PqInnerDataTemp = 0x3c6a84d4, PqInnerDataTempDc = 0x56fddf88;
        public const uint SetClientDhParams = 0xf5045f1f, ClientDhInnerData = 0x6643b654, DhGenOk = 0x3bcbf734;
        public const uint MsgsAck = ServiceIds.MsgsAck;
    }
}
