using Clarion.Gateway.Http;

namespace Clarion.Web.Entities;

/// <summary>A protocol and server port as people write it; the same as the API's.</summary>
public static class ServiceName
{
    /// <summary><c>tcp/443</c>, <c>icmp/8.0</c>, <c>gre</c>.</summary>
    public static string Of(int protocol, int port) => ServiceText.Of(protocol, port);

    /// <summary>Name of a protocol, or its number.</summary>
    public static string ProtocolOf(int protocol) => ServiceText.ProtocolOf(protocol);

    /// <summary>What usually listens there: <c>https</c>; null when nothing is known to.</summary>
    public static string? WellKnown(int protocol, int port) => ServiceText.WellKnown(protocol, port);
}
