using Clarion.Flows;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Tests.Filters;

public sealed class FilterValueTests
{
    [Theory]
    [InlineData("bytes", "1MB", 1_000_000, 1_000_000)]
    [InlineData("bytes", "1.5kib", 1536, 1536)]
    [InlineData("bytes", "0x10", 16, 16)]
    [InlineData("bytes", "10k-1M", 10_000, 1_000_000)]
    [InlineData("port", "https", 443, 443)]
    [InlineData("port", "6000-6063", 6000, 6063)]
    [InlineData("protocol", "UDP", 17, 17)]
    [InlineData("protocol", "255", 255, 255)]
    [InlineData("duration", "1.5s", 1500, 1500)]
    [InlineData("duration", "2d", 172_800_000, 172_800_000)]
    [InlineData("tcp.flags", "SA", 18, 18)]
    [InlineData("direction", "Egress", 2, 2)]
    [InlineData("application.id", "13:453", 936_748_722_493_063_621, 936_748_722_493_063_621)]
    [InlineData("end", "1970-01-02", 86_400_000, 86_400_000)]
    [InlineData("end", "1970-01-01T01:00:00+01:00", 0, 0)]
    [InlineData("vlan", "none", 0, 0)]
    public void Values_are_read_as_their_field_means_them(string field, string text, long first, long last)
    {
        Assert.True(FilterFields.TryGet(field, out var found));
        Assert.True(FilterValue.TryRead(found, text, out var value));
        Assert.Equal(((UInt128)first, (UInt128)last), (value.First, value.Last));
    }

    [Theory]
    [InlineData("10.1.2.3/8", "10.0.0.0", "10.255.255.255")]
    [InlineData("10.1.2.3", "10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8::1/64", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff")]
    [InlineData("10.1.2.3/32", "10.1.2.3", "10.1.2.3")]
    public void Prefixes_become_ranges(string text, string first, string last)
    {
        Assert.True(FilterFields.TryGet("src.ip", out var field));
        Assert.True(FilterValue.TryRead(field, text, out var value));
        Assert.Equal((IpAddr.Parse(first).Value, IpAddr.Parse(last).Value), (value.First, value.Last));
    }

    [Theory]
    [InlineData("::/0")]
    [InlineData("0.0.0.0/0")]
    public void The_widest_prefixes_hold_every_address_of_their_family(string text)
    {
        Assert.True(FilterFields.TryGet("ip", out var field));
        Assert.True(FilterValue.TryRead(field, text, out var value));
        var inside = IpAddr.Parse(text.StartsWith(':') ? "fe80::1" : "255.255.255.255").Value;
        Assert.InRange(inside, value.First, value.Last);
    }

    [Theory]
    [InlineData("port", "20-10")]
    [InlineData("port", "65536")]
    [InlineData("protocol", "256")]
    [InlineData("bytes", "-1")]
    [InlineData("bytes", "1e3")]
    [InlineData("bytes", "99999999999999999999999999999999999999999")]
    [InlineData("bytes", "999999999999999999TB")]
    [InlineData("mac", "00:11:22:33:44")]
    [InlineData("application.id", "256:1")]
    [InlineData("tcp.flags", "XYZ")]
    [InlineData("tcp.flags", "512")]
    [InlineData("end", "12")]
    public void What_is_no_value_is_refused(string field, string text)
    {
        Assert.True(FilterFields.TryGet(field, out var found));
        Assert.False(FilterValue.TryRead(found, text, out _));
    }
}
