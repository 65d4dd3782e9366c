using TelegramParser.TelegramSimulator.Cryptography;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Access hashes prove that an account has met a channel or user; each account has its own.</summary>
internal static class AccessHash
{
    public static long Of(long peerId, long accountId) =>
        BitConverter.ToInt64(Hash.Sha256(BitConverter.GetBytes(peerId), BitConverter.GetBytes(accountId)));
}
