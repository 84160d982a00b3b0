using Clarion.Correlation.Addresses;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Correlation.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.0", false)]
    [InlineData("192.168.0.1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("224.0.0.251", false)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("ff02::fb", false)]
    public void Default_spaces_hold_private_and_link_local_addresses_only(string address, bool isInternal) =>
        Assert.Equal(isInternal, AddressSpaces.Default.IsInternal(IpAddr.Parse(address).Value));

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("fc00::/129")]
    [InlineData("banana/8")]
    public void A_prefix_that_cannot_be_read_is_named_in_the_error(string prefix)
    {
        var fault = Assert.Throws<FormatException>(() => new AddressSpaces([prefix]));
        Assert.Contains(prefix, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void External_addresses_fold_to_their_network()
    {
        Assert.Equal(IpAddr.Parse("203.0.113.0").Value, AddressSpaces.ExternalNetwork(IpAddr.Parse("203.0.113.77").Value));
        Assert.Equal(IpAddr.Parse("2001:db8:7::").Value, AddressSpaces.ExternalNetwork(IpAddr.Parse("2001:db8:7:8::9").Value));
    }

    [Fact]
    public void A_device_id_survives_its_text_form()
    {
        var macs = Gen.ULong[1, 0xFFFF_FFFF_FFFF].Select(m => DeviceId.Of(new MacAddr(m)));
        var addresses = Gen.UInt.Select(a => DeviceId.Of(IpAddr.FromV4(a)));
        Gen.OneOf(macs, addresses).Sample(id => DeviceId.TryParse(id.ToString(), out var parsed) && parsed == id);
    }

    [Fact]
    public void A_mac_never_equals_a_provisional_device()
    {
        Gen.Select(Gen.ULong[1, 0xFFFF_FFFF_FFFF], Gen.UInt)
            .Sample((mac, address) => DeviceId.Of(new MacAddr(mac)) != DeviceId.Of(IpAddr.FromV4(address)));
    }
}
