using Clarion.Correlation.Addresses;
using Clarion.Correlation.Places;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Correlation.Tests.Places;

public sealed class PlaceNetworksTests
{
    // Few bits, so that networks lie in each other, touch and repeat; at both ends of both families.
    private static readonly Gen<NetworkPrefix> Networks = Gen.Select(
        Gen.OneOf("10.0.0.0", "0.0.0.0", "255.255.255.240", "::", "::fffe:ffff:fff0", "::1:0:0:0", "fd00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0"),
        Gen.Int[0, 15], Gen.Int[0, 8], Gen.Bool, (at, host, longer, isWide) =>
        {
            var address = new IpAddr(IpAddr.Parse(at).Value | (UInt128)host);
            var all = address.IsV4 ? 32 : 128;
            var length = isWide ? longer : all - longer;
            return new NetworkPrefix(address.Prefix(length), length);
        });

    [Fact]
    public void They_hold_exactly_the_addresses_whose_smallest_subnet_is_wanted() =>
        Gen.Select(Networks, Gen.Bool).List[0, 12].Sample(given =>
        {
            var wanted = given.DistinctBy(one => one.Item1.ToString()).Where(one => one.Item1.Network != IpAddr.None || one.Item1.Length < 128)
                .ToDictionary(one => Cidr(one.Item1), one => one.Item2, StringComparer.Ordinal);
            var table = new PlaceTable(1, [], wanted.Keys.Select(cidr => new NetworkSubnet { Cidr = cidr, Name = cidr }));
            var ranges = PlaceNetworks.Of(table, subnet => wanted[subnet.Cidr]).Select(Range).ToList();
            Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First));
            foreach (var address in Edges(given.Select(one => Range(one.Item1)).Concat(ranges)))
            {
                var expected = table.Find(address) is { } found && wanted[found.Cidr];
                Assert.True(expected == ranges.Exists(range => range.First <= address.Value && address.Value <= range.Last), $"{address} in {string.Join(' ', wanted)}");
            }
        });

    [Fact]
    public void Neighbours_that_are_wanted_become_one_and_smaller_subnets_are_left_out()
    {
        var table = new PlaceTable(1, [], [.. new[] { "10.0.0.0/9", "10.128.0.0/9", "10.1.0.0/16", "fd00::/64" }.Select(cidr => new NetworkSubnet { Cidr = cidr, Name = cidr })]);
        Assert.Equal(["10.0.0.0/8", "fd00::/64"], Texts(table, _ => true));
        Assert.Equal(
            ["10.0.0.0/16", "10.2.0.0/15", "10.4.0.0/14", "10.8.0.0/13", "10.16.0.0/12", "10.32.0.0/11", "10.64.0.0/10"],
            Texts(table, subnet => subnet.Cidr == "10.0.0.0/9"));
        Assert.Empty(Texts(table, _ => false));
    }

    private static IEnumerable<string> Texts(PlaceTable table, Func<NetworkSubnet, bool> isWanted) => PlaceNetworks.Of(table, isWanted).Select(network => network.ToString());

    // The first address of all has no text of its own.
    private static string Cidr(NetworkPrefix network) => network.Network == IpAddr.None ? $"::/{network.Length}" : network.ToString();

    private static (UInt128 First, UInt128 Last) Range(NetworkPrefix network)
    {
        var bits = (network.Network.IsV4 ? 32 : 128) - network.Length;
        return (network.Network.Value, bits == 128 ? UInt128.MaxValue : network.Network.Value | ((UInt128.One << bits) - 1));
    }

    private static IEnumerable<IpAddr> Edges(IEnumerable<(UInt128 First, UInt128 Last)> ranges) => ranges
        .SelectMany(range => new[] { range.First - 1, range.First, range.First + 1, range.Last - 1, range.Last, range.Last + 1 })
        .Concat([IpAddr.FromV4(0).Value, IpAddr.FromV4(0).Value - 1, IpAddr.FromV4(uint.MaxValue).Value, IpAddr.FromV4(uint.MaxValue).Value + 1])
        .Select(value => new IpAddr(value));
}
