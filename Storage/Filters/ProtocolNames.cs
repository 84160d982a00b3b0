using System.Globalization;

namespace Clarion.Storage.Filters;

/// <summary>Names of the protocols that people filter by (IANA protocol numbers).</summary>
public static class ProtocolNames
{
    private static readonly Dictionary<string, byte> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["icmp"] = 1,
        ["igmp"] = 2,
        ["ipip"] = 4,
        ["tcp"] = 6,
        ["egp"] = 8,
        ["igp"] = 9,
        ["udp"] = 17,
        ["dccp"] = 33,
        ["ipv6"] = 41,
        ["rsvp"] = 46,
        ["gre"] = 47,
        ["esp"] = 50,
        ["ah"] = 51,
        ["icmpv6"] = 58,
        ["icmp6"] = 58,
        ["eigrp"] = 88,
        ["ospf"] = 89,
        ["pim"] = 103,
        ["vrrp"] = 112,
        ["l2tp"] = 115,
        ["sctp"] = 132,
        ["udplite"] = 136,
    };

    private static readonly Dictionary<int, string> Names = Numbers.GroupBy(pair => (int)pair.Value).ToDictionary(group => group.Key, group => group.First().Key);

    /// <summary>Every name with its number.</summary>
    public static IReadOnlyDictionary<string, byte> All => Numbers;

    /// <summary>The name of a protocol; null when it has none here.</summary>
    public static string? Find(int number) => Names.GetValueOrDefault(number);

    /// <summary>Reads a name or number.</summary>
    public static bool TryRead(string text, out byte number) =>
        Numbers.TryGetValue(text, out number) || byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
