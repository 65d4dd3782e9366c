namespace TelegramParser.Worker.Egress;

/// <summary>How far an address reaches.</summary>
internal enum AddressReach
{
    /// <summary>Link-local, metadata services, multicast, tunnels, reserved. Nobody is let there.</summary>
    Forbidden,

    /// <summary>A machine of one's own network: loopback, private use, carrier NAT, unique local. For listed hosts only.</summary>
    Private,

    /// <summary>Globally routable.</summary>
    Public,
}
