using System.Globalization;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http;

/// <summary>A protocol and server port as people write it.</summary>
public static class ServiceText
{
    private const int Tcp = 6;
    private const int Udp = 17;
    private const int Sctp = 132;
    private const int Icmp = 1;
    private const int Icmp6 = 58;

    /// <summary><c>tcp/443</c>, <c>icmp/8.0</c>, <c>gre</c>.</summary>
    public static string Of(int protocol, int port)
    {
        var name = ProtocolOf(protocol);
        return protocol switch
        {
            Tcp or Udp or Sctp => string.Create(CultureInfo.InvariantCulture, $"{name}/{port}"),
            Icmp or Icmp6 => string.Create(CultureInfo.InvariantCulture, $"{name}/{port >> 8}.{port & 0xFF}"),
            _ => name,
        };
    }

    /// <summary>Name of a protocol, or its number.</summary>
    public static string ProtocolOf(int protocol) => ProtocolNames.Find(protocol) ?? protocol.ToString(CultureInfo.InvariantCulture);

    /// <summary>What usually listens there: <c>https</c>; null when nothing is known to.</summary>
    public static string? WellKnown(int protocol, int port) => protocol is Tcp or Udp or Sctp ? ServiceNames.Find(port) : null;
}
