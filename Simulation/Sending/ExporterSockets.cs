using System.Net;
using System.Net.Sockets;
using Clarion.Simulation.Campuses;

namespace Clarion.Simulation.Sending;

/// <summary>One socket per switch.</summary>
internal sealed class ExporterSockets : IDisposable
{
    private readonly UdpSender[] _senders;

    public ExporterSockets(IReadOnlyList<CampusSwitch> switches, IPEndPoint netFlow, IPEndPoint ipfix)
    {
        OwnAddresses = HaveOwnAddresses(netFlow, ipfix);
        _senders = new UdpSender[switches.Count];
        try
        {
            for (var i = 0; i < _senders.Length; i++)
            {
                var target = switches[i].Version == ExportVersions.Ipfix ? ipfix : netFlow;
                _senders[i] = new UdpSender(OwnAddresses ? switches[i].ExportAddress : null, target);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True when every switch sends from an address of its own.</summary>
    public bool OwnAddresses { get; }

    /// <summary>Whether switches that send to these collectors have addresses of their own.</summary>
    public static bool HaveOwnAddresses(IPEndPoint netFlow, IPEndPoint ipfix) => HasLoopbackRange(netFlow) && HasLoopbackRange(ipfix);

    /// <summary>Sends a datagram of a switch; see <see cref="UdpSender.Send"/>.</summary>
    public bool Send(int index, ReadOnlySpan<byte> datagram) => _senders[index].Send(datagram);

    public void Dispose()
    {
        foreach (var sender in _senders)
        {
            sender?.Dispose();
        }
    }

    // Only Linux answers for all of 127/8 without further setup.
    private static bool HasLoopbackRange(IPEndPoint target) =>
        OperatingSystem.IsLinux() && target.AddressFamily == AddressFamily.InterNetwork && IPAddress.IsLoopback(target.Address);
}
