namespace TelegramParser.TelegramSimulator.World;

/// <summary>How bad the network is on the way to clients.</summary>
public sealed record NetworkFault
{
    /// <summary>Only connections of this client; null for all.</summary>
    public string? Client { get; init; }

    /// <summary>How many bytes of answers pass a connection in a second; null for no limit.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>How long each packet to the client takes more, in milliseconds.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>After how many packets to the client a connection breaks; null for never. The next one lasts as long.</summary>
    public int? DropAfterPackets { get; init; }

    /// <summary>Whether connections break as soon as they say whose they are.</summary>
    public bool IsDown { get; init; }
}

/// <summary>The network faults in force. The first one that fits a connection holds for it.</summary>
public sealed class Network
{
    private volatile NetworkFault[] _faults = [];

    public IReadOnlyList<NetworkFault> All => _faults;

    /// <exception cref="ArgumentException">A number is not above zero.</exception>
    public void Add(NetworkFault fault)
    {
        if (fault is { BytesPerSecond: <= 0 } or { DropAfterPackets: <= 0 } or { DelayMilliseconds: < 0 })
            throw new ArgumentException("Bytes and packets must be above 0, the delay not below.", nameof(fault));
        _faults = [.. _faults, fault];
    }

    public void Clear() => _faults = [];

    internal NetworkFault? Of(string client) =>
        Array.Find(_faults, fault => fault.Client is null || string.Equals(fault.Client, client, StringComparison.Ordinal));
}
