using System.Net;
using TelegramParser.Worker.Egress;

namespace TelegramParser.UnitTests.Worker.Egress;

public sealed class AddressRangesTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.0.3.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("203.0.112.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:200::1")]
    [InlineData("2001:db7:ffff::1")]
    [InlineData("2001:db9::1")]
    [InlineData("2003::1")]
    [InlineData("2606:4700::6810:84e5")]
    [InlineData("2a00:1450:4010:c0f::71")]
    public void Addresses_next_to_a_special_range_are_public(string address) =>
        Assert.Equal(AddressReach.Public, AddressRanges.ReachOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("::1", "::1")]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Own_networks_are_private_from_their_first_to_their_last_address(string first, string last)
    {
        Assert.Equal(AddressReach.Private, AddressRanges.ReachOf(IPAddress.Parse(first)));
        Assert.Equal(AddressReach.Private, AddressRanges.ReachOf(IPAddress.Parse(last)));
    }

    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("100.100.100.200", "100.100.100.200")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("224.0.0.0", "239.255.255.255")]
    [InlineData("240.0.0.0", "255.255.255.255")]
    [InlineData("::", "::")]
    [InlineData("::2", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::ffff:0.0.0.0", "::ffff:255.255.255.255")]
    [InlineData("64:ff9b::", "64:ff9b::ffff:ffff")]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fd00:ec2::254", "fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Nobodys_networks_are_forbidden_from_their_first_to_their_last_address(string first, string last)
    {
        Assert.Equal(AddressReach.Forbidden, AddressRanges.ReachOf(IPAddress.Parse(first)));
        Assert.Equal(AddressReach.Forbidden, AddressRanges.ReachOf(IPAddress.Parse(last)));
    }

    [Fact]
    public void An_address_with_a_zone_is_one_of_this_machine() =>
        Assert.Equal(AddressReach.Forbidden, AddressRanges.ReachOf(new IPAddress(IPAddress.Parse("2606:4700::1").GetAddressBytes(), scopeid: 2)));
}
