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
    /// <summary>How far a subscription's parses are moved behind its schedule's times.</summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="ns">Namespace of the subscription.</param>
    /// <param name="name">Its name.</param>
    /// <param name="schedule">Its schedule.</param>
    public static TimeSpan Of(string installation, string ns, string name, Schedule schedule) =>
        For($"{installation}/{ns}/{name}", schedule.Spread);

    /// <summary>How far one subscription's parses are moved behind the schedule's times.</summary>
    /// <param name="identity">What tells subscriptions apart, such as <c>installation/namespace/name</c>.</param>
    /// <param name="spread">Bound of the shift, <see cref="Schedule.Spread"/>.</param>
    public static TimeSpan For(string identity, TimeSpan spread)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return spread * (BinaryPrimitives.ReadUInt32LittleEndian(hash) / (uint.MaxValue + 1.0));
    }
}
