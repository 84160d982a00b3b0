using System.Net;
using CsCheck;

namespace Clarion.Flows.Tests;

public sealed class ValueTests
{
    private static readonly Gen<IpAddr> Addresses = Gen.OneOf(
        Gen.UInt.Select(IpAddr.FromV4), Gen.Select(Gen.ULong, Gen.ULong).Select((high, low) => new IpAddr(new UInt128(high | 1UL << 61,
            low))));

    [Fact]
    public void Addresses_read_back_as_written() => Addresses.Sample(address =>
        IpAddr.Parse(address.ToString()) == address && IpAddr.From(address.ToIPAddress()) == address
        && address.IsV4 == (address.ToIPAddress().AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork));

    [Fact]
    public void A_prefix_holds_exactly_the_addresses_that_share_its_bits() =>
        Gen.Select(Addresses, Addresses, Gen.Int[0, 128]).Sample((one, other, bits) =>
        {
            var width = one.IsV4 ? 32 : 128;
            var length = bits % (width + 1);
            var network = new IPNetwork(one.Prefix(length).IsNone ? IPAddress.IPv6Any : one.Prefix(length).ToIPAddress(), length);
            return one.Prefix(length).Prefix(length) == one.Prefix(length)
                && (one.IsV4 != other.IsV4 || length == 0
                    || (other.Prefix(length) == one.Prefix(length)) == network.Contains(other.ToIPAddress()));
        });

    [Fact]
    public void Macs_read_back_as_written() => Gen.ULong[1, 0xFFFF_FFFF_FFFF].Sample(value =>
        MacAddr.TryParse(new MacAddr(value).ToString(), out var mac) && mac.Value == value);

    [Theory]
    [InlineData("aabb.ccdd.eeff", 0xAABBCCDDEEFFul)]
    [InlineData("AA-BB-CC-DD-EE-FF", 0xAABBCCDDEEFFul)]
    [InlineData("aabbccddeeff", 0xAABBCCDDEEFFul)]
    public void Macs_are_read_in_every_usual_form(string text, ulong value)
    {
        Assert.True(MacAddr.TryParse(text, out var mac));
        Assert.Equal(value, mac.Value);
    }

    [Theory]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("fe80::1%eth0")]
    [InlineData("")]
    [InlineData(null)]
    public void Half_addresses_are_refused(string? text) => Assert.False(IpAddr.TryParse(text, out _));

    [Fact]
    public void A_full_text_table_gives_one_common_text_and_counts()
    {
        var texts = new TextTable(4);
        var first = texts.Intern("a");
        var second = texts.Intern("b");
        Assert.Equal(TextTable.Overflow, texts.Intern("c"));
        Assert.Equal((first, second), (texts.Intern("a"), texts.Intern("b")));
        Assert.Equal(("a", "b", 1L, 0), (texts[first], texts[second], texts.Overflowed, texts.Intern("")));
    }

    [Fact]
    public void Exporters_keep_their_numbers()
    {
        var registry = new ExporterRegistry();
        var keys = Enumerable.Range(0, 1000).Select(i => new ExporterKey(IpAddr.FromV4((uint)i), (uint)i % 3, 9)).ToArray();
        Parallel.ForEach(keys.Concat(keys), key => registry.GetOrAdd(key));
        Assert.Equal(1000, registry.Count);
        Assert.All(keys, key => Assert.Equal(key, registry[registry.GetOrAdd(key)]));
        Assert.False(registry.TryGet(new ExporterKey(IpAddr.FromV4(1), 9, 9), out _));
    }

    [Fact]
    public void Every_error_has_a_name_of_its_own()
    {
        Assert.Equal(DecodeErrors.All.Count, DecodeErrors.All.Select(e => e.ToText()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("bad_set_length", DecodeError.BadSetLength.ToText());
        Assert.All(DecodeErrors.All, e => Assert.Matches("^[a-z]+(_[a-z]+)*$", e.ToText()));
    }
}
