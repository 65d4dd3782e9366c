using System.Net;
using System.Net.Sockets;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// Which addresses are public. From IANA's special-purpose registries
/// (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry) and the places where clouds keep
/// their metadata services. Of IPv6 only global unicast (2000::/3) can be public at all, so that v4-mapped, v4-compatible, NAT64,
/// unique local, site-local, link-local and multicast addresses are none, whatever IPv4 address they wrap.
/// </summary>
internal static class AddressRanges
{
    private static readonly (IPNetwork Network, AddressReach Reach)[] V4 =
    [
        Forbidden("0.0.0.0/8"),          // this network
        Private("10.0.0.0/8"),           // private use
        Forbidden("100.100.100.200/32"), // metadata of Alibaba Cloud
        Private("100.64.0.0/10"),        // carrier NAT
        Private("127.0.0.0/8"),          // loopback
        Forbidden("168.63.129.16/32"),   // Azure's host, a public address that is not
        Forbidden("169.254.0.0/16"),     // link-local; metadata of nearly every cloud
        Private("172.16.0.0/12"),        // private use
        Forbidden("192.0.0.0/24"),       // protocol assignments; metadata of Oracle Cloud
        Forbidden("192.0.2.0/24"),       // documentation
        Forbidden("192.31.196.0/24"),    // AS112
        Forbidden("192.52.193.0/24"),    // automatic multicast tunnelling
        Forbidden("192.88.99.0/24"),     // relays of 6to4
        Private("192.168.0.0/16"),       // private use
        Forbidden("192.175.48.0/24"),    // AS112
        Forbidden("198.18.0.0/15"),      // benchmarking
        Forbidden("198.51.100.0/24"),    // documentation
        Forbidden("203.0.113.0/24"),     // documentation
        Forbidden("224.0.0.0/4"),        // multicast
        Forbidden("240.0.0.0/4"),        // reserved, broadcast
    ];

    private static readonly (IPNetwork Network, AddressReach Reach)[] V6 =
    [
        Private("::1/128"),              // loopback
        Forbidden("fd00:ec2::/32"),      // metadata of AWS
        Forbidden("fd20:ce::/32"),       // metadata of Google Cloud
        Private("fc00::/7"),             // unique local
        Forbidden("2001::/23"),          // protocol assignments: Teredo, benchmarking, ORCHID
        Forbidden("2001:db8::/32"),      // documentation
        Forbidden("2002::/16"),          // 6to4
        Forbidden("2620:4f:8000::/48"),  // AS112
        Forbidden("3ffe::/16"),          // 6bone, given back
        Forbidden("3fff::/20"),          // documentation
        Public("2000::/3"),              // global unicast
    ];

    /// <summary>How far an address reaches. The first range that holds it decides.</summary>
    public static AddressReach ReachOf(IPAddress address)
    {
        // A zone names an interface of this machine.
        if (address.AddressFamily is AddressFamily.InterNetworkV6 && address.ScopeId != 0)
            return AddressReach.Forbidden;
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => Find(V4, address) ?? AddressReach.Public,
            AddressFamily.InterNetworkV6 => Find(V6, address) ?? AddressReach.Forbidden,
            _ => AddressReach.Forbidden,
        };
    }

    private static AddressReach? Find((IPNetwork Network, AddressReach Reach)[] ranges, IPAddress address)
    {
        foreach (var (network, reach) in ranges)
        {
            // IPNetwork takes a v4-mapped address for the IPv4 address that it wraps.
            if (network.BaseAddress.AddressFamily == address.AddressFamily && !address.IsIPv4MappedToIPv6 && network.Contains(address))
                return reach;
        }
        return null;
    }

    private static (IPNetwork Network, AddressReach Reach) Forbidden(string range) => (IPNetwork.Parse(range), AddressReach.Forbidden);

    private static (IPNetwork Network, AddressReach Reach) Private(string range) => (IPNetwork.Parse(range), AddressReach.Private);

    private static (IPNetwork Network, AddressReach Reach) Public(string range) => (IPNetwork.Parse(range), AddressReach.Public);
}
