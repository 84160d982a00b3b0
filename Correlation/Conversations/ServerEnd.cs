using Clarion.Flows;

namespace Clarion.Correlation.Conversations;

/// <summary>
/// Decides which end of a flow is the server. Flow records are one-way and seldom say who began, so the rule must give the same answer
/// for both directions of an exchange: it looks at the two ports only through a symmetric ranking.
/// </summary>
public static class ServerEnd
{
    private const byte Icmp = 1;
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const byte Dccp = 33;
    private const byte IcmpV6 = 58;
    private const byte Sctp = 132;
    private const byte UdpLite = 136;

    // Registered ports (1024-49151) that are services in practice; listed so that they win against another registered port.
    private static readonly bool[] KnownServices = BuildKnownServices();

    /// <summary>True when the source of the flow is the server.</summary>
    /// <param name="protocol">IANA number.</param>
    /// <param name="sourcePort">Source port.</param>
    /// <param name="destinationPort">Destination port; for ICMP type * 256 + code.</param>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="marks">What the decoder knows: an initiator mark decides.</param>
    public static bool IsSource(
        byte protocol, ushort sourcePort, ushort destinationPort, UInt128 source, UInt128 destination, FlowMarks marks)
    {
        if ((marks & FlowMarks.Initiator) != 0)
        {
            return (marks & FlowMarks.ReverseHalf) != 0;
        }

        if (!HasPorts(protocol))
        {
            // Echo replies (type 0, or 129 in ICMPv6) come from the end that was asked.
            return protocol switch
            {
                Icmp => destinationPort >> 8 == 0,
                IcmpV6 => destinationPort >> 8 == 129,
                _ => source > destination,
            };
        }

        var sourceRank = Rank(sourcePort);
        var destinationRank = Rank(destinationPort);
        if (sourceRank != destinationRank)
        {
            return sourceRank < destinationRank;
        }

        return sourcePort != destinationPort ? sourcePort < destinationPort : source > destination;
    }

    /// <summary>True for protocols that carry ports where flow records put them.</summary>
    public static bool HasPorts(byte protocol) => protocol is Tcp or Udp or Sctp or Dccp or UdpLite;

    private static int Rank(ushort port) => port switch
    {
        0 => 5,
        < 1024 => 0,
        _ when KnownServices[port] => 1,
        < 32768 => 2,
        < 49152 => 3,
        _ => 4,
    };

    private static bool[] BuildKnownServices()
    {
        ReadOnlySpan<ushort> ports =
        [
            1080, 1194, 1433, 1434, 1521, 1645, 1646, 1701, 1720, 1723, 1812, 1813, 1883, 1900, 2000, 2049, 2055, 2222, 2404, 2427, 2575,
            2638, 2727, 3000, 3128, 3268, 3269, 3306, 3389, 3478, 3479, 3544, 3702, 3799, 4172, 4369, 4500, 4739, 4786, 4840, 5000, 5004,
            5060, 5061, 5222, 5246, 5247, 5353, 5355, 5357, 5432, 5500, 5671, 5672, 5683, 5684, 5900, 5938, 5985, 5986, 6379, 6443, 6514,
            7000, 7001, 7680, 8000, 8008, 8009, 8080, 8081, 8086, 8123, 8291, 8443, 8530, 8531, 8728, 8883, 8888, 8905, 8909, 8910, 9000,
            9042, 9090, 9092, 9100, 9200, 9300, 9389, 9443, 9995, 9996, 10050, 10051, 10123, 10161, 10162, 11112, 11211, 15672, 17500,
            20000, 27017, 44818, 47808,
        ];
        var known = new bool[65536];
        foreach (var port in ports)
        {
            known[port] = true;
        }

        return known;
    }
}
