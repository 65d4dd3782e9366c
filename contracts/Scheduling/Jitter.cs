using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Contracts.Scheduling;

/// <summary>
/// Spreads the parses of many users that share a schedule. The shift of one subscription is always the same, so that
/// its parses stay evenly spaced and a restart changes nothing.
/// </summary>
public static class Jitter
{
    /// <summary>Longest shift.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The shift of one subscription: at most a tenth of the period and at most <see cref="Longest"/>.</summary>
    /// <param name="identity">What tells subscriptions apart, such as <c>installation/namespace/name</c>.</param>
    /// <param name="period">Time between two parses.</param>
    public static TimeSpan For(string identity, TimeSpan period)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        var fraction = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
        var widest = period / 10 < Longest ? period / 10 : Longest;
        return widest * fraction;
    }
}
