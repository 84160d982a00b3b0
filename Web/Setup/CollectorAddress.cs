using Clarion.Gateway.Collector;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Clarion.Web.Setup;

/// <summary>Where exporters are to send.</summary>
/// <param name="Host">Address of this server.</param>
/// <param name="NetFlowPort">UDP port for NetFlow.</param>
/// <param name="IpfixPort">UDP port for IPFIX.</param>
/// <param name="IsListening">Whether the ports are open now.</param>
public sealed record CollectorAddress(string Host, int NetFlowPort, int IpfixPort, bool IsListening)
{
    /// <summary>Asks this process; without the gateway role the ports are those that are set.</summary>
    public static CollectorAddress Of(NavigationManager navigation, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(navigation);
        var host = ServerAddress.Of(new Uri(navigation.BaseUri).Host, ServerAddress.Own());
        if (services.GetService<CollectorStatus>() is { Ports: { Count: > 0 } ports })
        {
            return new CollectorAddress(host, ports[0], ports[^1], true);
        }

        var options = services.GetService<IOptions<CollectorOptions>>()?.Value ?? new CollectorOptions();
        return new CollectorAddress(host, options.NetFlowPort, options.IpfixPort, false);
    }
}
