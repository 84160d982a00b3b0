using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Places;

/// <summary>
/// The other way round from <see cref="PlaceTable.Find"/>: all addresses whose smallest subnet is one of those wanted, as networks that do not
/// overlap. Smaller subnets within a wanted one are left out of it, unless they are wanted themselves.
/// </summary>
public static class PlaceNetworks
{
    private const int AllBits = 128;
    private const int V4Offset = 96;

    /// <summary>The networks of wanted subnets, in the order of addresses.</summary>
    public static IReadOnlyList<NetworkPrefix> Of(PlaceTable table, Func<NetworkSubnet, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(isWanted);
        return [.. Pieces(table, isWanted).SelectMany(piece => Split(piece.First, piece.Last))];
    }

    // Between two neighbouring ends of subnets every address is in the same one, so the first of them answers for all. Pieces that touch become one.
    private static List<(UInt128 First, UInt128 Last)> Pieces(PlaceTable table, Func<NetworkSubnet, bool> isWanted)
    {
        var pieces = new List<(UInt128 First, UInt128 Last)>();
        var starts = Starts(table).Order().ToList();
        foreach (var (i, first) in starts.Index())
        {
            if (table.Find(new IpAddr(first)) is { } found && table.FindSubnet(found.Cidr) is { } subnet && isWanted(subnet))
            {
                var last = i + 1 < starts.Count ? starts[i + 1] - 1 : UInt128.MaxValue;
                if (pieces is [.., var before] && before.Last + 1 == first)
                {
                    pieces[^1] = (before.First, last);
                }
                else
                {
                    pieces.Add((first, last));
                }
            }
        }

        return pieces;
    }

    // IPv4 lies within the addresses of IPv6 and belongs to no subnet of it; the address of nothing belongs to none at all.
    private static HashSet<UInt128> Starts(PlaceTable table)
    {
        HashSet<UInt128> starts = [UInt128.Zero, UInt128.One, IpAddr.FromV4(0).Value, IpAddr.FromV4(uint.MaxValue).Value + 1];
        foreach (var subnet in table.Subnets)
        {
            if (NetworkPrefix.TryParse(subnet.Cidr, out var prefix, out _))
            {
                var first = prefix.Network.Value;
                starts.Add(first);
                if (End(first, (prefix.Network.IsV4 ? AllBits - V4Offset : AllBits) - prefix.Length) is var last && last < UInt128.MaxValue)
                {
                    starts.Add(last + 1);
                }
            }
        }

        return starts;
    }

    // Networks from the first address on, each as large as may begin where it begins.
    private static IEnumerable<NetworkPrefix> Split(UInt128 first, UInt128 last)
    {
        while (true)
        {
            var bits = (int)UInt128.TrailingZeroCount(first);
            while (End(first, bits) > last)
            {
                bits--;
            }

            var network = new IpAddr(first);
            yield return new NetworkPrefix(network, (network.IsV4 ? AllBits - V4Offset : AllBits) - bits);
            if (End(first, bits) == last)
            {
                yield break;
            }

            first = End(first, bits) + 1;
        }
    }

    private static UInt128 End(UInt128 first, int bits) => bits == AllBits ? UInt128.MaxValue : first | ((UInt128.One << bits) - 1);
}
