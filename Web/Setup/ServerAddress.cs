using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Clarion.Web.Setup;

/// <summary>The address under which exporters reach this server, as far as it can be known from inside.</summary>
public static class ServerAddress
{
    /// <summary>The host by which the reader reached the console; when that is this machine itself, the machine's first address that others can reach.</summary>
    public static string Of(string host, IEnumerable<IPAddress> own)
    {
        ArgumentNullException.ThrowIfNull(host);
        var name = host.Trim('[', ']');
        return IsLoopback(name)
            ? own.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
                .FirstOrDefault(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !IsLinkLocal(address))?.ToString() ?? name
            : name;
    }

    /// <summary>Addresses of the interfaces that are up.</summary>
    public static IReadOnlyList<IPAddress> Own() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus == OperationalStatus.Up && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address),
    ];

    private static bool IsLoopback(string name) => name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    // 169.254.0.0/16: an interface that got no address.
    private static bool IsLinkLocal(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..];
}
