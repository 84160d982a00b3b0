using Clarion.Correlation.Identity.Prefixes;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Correlation.Tests.Identity;

public sealed class PrefixTests
{
    [Fact]
    public void The_longest_prefix_answers_in_either_family()
    {
        var subnets = new SubnetTable();
        Assert.True(subnets.TryAdd("0.0.0.0/0", Named("internet")));
        Assert.True(subnets.TryAdd("10.0.0.0/8", Named("campus")));
        Assert.True(subnets.TryAdd("10.1.30.0/24", Named("users")));
        Assert.True(subnets.TryAdd("10.1.30.5/32", Named("printer")));
        Assert.True(subnets.TryAdd("fd00:1::/32", Named("six")));
        Assert.Equal("printer", NameOf(subnets, "10.1.30.5"));
        Assert.Equal("users", NameOf(subnets, "10.1.30.6"));
        Assert.Equal("campus", NameOf(subnets, "10.2.0.1"));
        Assert.Equal("internet", NameOf(subnets, "8.8.8.8"));
        Assert.Equal("six", NameOf(subnets, "fd00:1::9"));
        Assert.Null(NameOf(subnets, "fd00:2::9"));
    }

    [Fact]
    public void A_default_route_of_ipv6_does_not_hold_ipv4()
    {
        var subnets = new SubnetTable();
        Assert.True(subnets.TryAdd("::/0", Named("six")));
        Assert.Null(NameOf(subnets, "10.0.0.1"));
        Assert.Equal("six", NameOf(subnets, "2001:db8::1"));
    }

    [Fact]
    public void Names_hold_from_their_moment_until_the_next_or_their_end()
    {
        var subnets = new SubnetTable();
        subnets.TryAdd("10.0.0.0/8", Named("campus"), 0);
        subnets.TryAdd("10.1.0.0/16", Named("old"), 100);
        subnets.TryAdd("10.1.0.0/16", Named("new"), 200);
        subnets.TryRemove("10.1.0.0/16", 300);
        Assert.Equal(["campus", "old", "new", "campus"], new long[] { 99, 100, 200, 300 }.Select(t => NameOf(subnets, "10.1.0.1", t)));
        Assert.Null(NameOf(subnets, "10.1.0.1", -1));
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("::/129")]
    [InlineData("banana/8")]
    [InlineData("")]
    public void A_prefix_that_cannot_be_read_is_refused(string prefix)
    {
        var subnets = new SubnetTable();
        Assert.False(subnets.TryAdd(prefix, Named("x")));
        Assert.Equal(0, subnets.Count);
    }

    [Fact]
    public void It_finds_what_a_search_through_all_prefixes_finds()
    {
        var step = Gen.Select(Gen.UInt[0, 255], Gen.Int[24, 32], Gen.Int[0, 9], Gen.Long[0, 20]);
        Gen.Select(step.List[0, 30], Gen.UInt[0, 255], Gen.Long[0, 25]).Sample((steps, host, time) =>
        {
            var table = new PrefixTimeline<int>(Comparer<int>.Default);
            foreach (var (network, length, value, from) in steps)
            {
                table.Set(Address(network), length, value, from);
            }

            var expected = steps
                .Where(s => Address(s.Item1).Prefix(s.Item2) == Address(host).Prefix(s.Item2) && s.Item4 <= time)
                .OrderBy(s => s.Item2).ThenBy(s => s.Item4).ThenBy(s => s.Item3).Select(s => (int?)s.Item3).LastOrDefault();
            int? found = table.TryFind(Address(host), time, out var value2, out _) ? value2 : null;
            table.Compact(time);
            int? compacted = table.TryFind(Address(host), time, out var value3, out _) ? value3 : null;
            return found == expected && compacted == expected;
        });
    }

    private static IpAddr Address(uint host) => IpAddr.FromV4(0x0A000000 | host);

    private static Subnet Named(string name) => new(name, "", "", 0);

    private static string? NameOf(SubnetTable subnets, string address, long time = 0) => subnets.Find(IpAddr.Parse(address), time)?.Name;
}
