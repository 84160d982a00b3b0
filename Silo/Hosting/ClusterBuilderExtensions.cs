using System.Net;
using System.Net.Sockets;
using Clarion.Storage.Timescale.Cluster;
using Orleans.Configuration;

namespace Clarion.Silo.Hosting;

/// <summary>How a silo joins its cluster, and how a process without grains finds one.</summary>
internal static class ClusterBuilderExtensions
{
    // One schema is one cluster.
    private const string Name = "clarion";

    private const int DefaultSiloPort = 11111;
    private const int DefaultClientPort = 30000;

    /// <summary>Joins the processes on the same database, or stands alone.</summary>
    /// <exception cref="StartupException">The address cannot be used.</exception>
    public static ISiloBuilder UseClarionCluster(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (!settings.IsShared)
        {
            silo.UseLocalhostClustering(Free(settings.SiloPort ?? 0, IPAddress.Loopback), gatewayPort: 0);
            silo.Configure<SiloOptions>(one => one.SiloName = Environment.MachineName);
            return silo.UseInMemoryReminderService();
        }

        var address = AddressOf(settings.Address);
        silo.UseClarionTimescaleClustering();
        silo.Services.AddSingleton<IFatalErrorHandler, LostMembership>();
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
        var port = Free(settings.SiloPort ?? DefaultSiloPort, address);
        silo.Configure<SiloOptions>(one => one.SiloName = FormattableString.Invariant($"{Environment.MachineName}:{port}"));
        silo.Configure<EndpointOptions>(endpoint =>
        {
            // Not on every address: whoever reaches these ports is believed.
            endpoint.AdvertisedIPAddress = address;
            endpoint.SiloPort = port;
            endpoint.GatewayPort = Free(settings.ClientPort ?? DefaultClientPort, address);
            endpoint.SiloListeningEndpoint = new IPEndPoint(address, endpoint.SiloPort);
            endpoint.GatewayListeningEndpoint = new IPEndPoint(address, endpoint.GatewayPort);
        });
        return silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A silo that was killed is noticed after about ten seconds (docs/operations.md). Shorter, and a pause of a busy machine looks like death.
            membership.ProbeTimeout = TimeSpan.FromSeconds(3);

            // One that stands still with its connections open counts as alive for three times this since its last word; by default that is 36 seconds.
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(4);
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);

            // A silo that comes back on other ports asks no longer than this for what it left behind.
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
    }

    /// <summary>Finds the silos of the processes on the same database, and waits for the first.</summary>
    public static IClientBuilder UseClarionCluster(this IClientBuilder client)
    {
        client.UseClarionTimescaleClustering();
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
        return client.UseConnectionRetryFilter<SiloWait>();
    }

    private static IPAddress AddressOf(string text)
    {
        if (IPAddress.TryParse(text, out var given))
        {
            return given;
        }

        var host = text.Length > 0 ? text : Dns.GetHostName();
        try
        {
            var found = Dns.GetHostAddresses(host);
            return found.OrderBy(IPAddress.IsLoopback).ThenBy(a => a.AddressFamily != AddressFamily.InterNetwork).FirstOrDefault()
                ?? throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException fault)
        {
            throw new StartupException(
                $"The name '{host}' has no address ({fault.Message}): set {ClusterSettings.Section}:Address to the address under which other processes reach this one.");
        }
    }

    private static int Free(int port, IPAddress address)
    {
        if (port != 0)
        {
            return port;
        }

        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
