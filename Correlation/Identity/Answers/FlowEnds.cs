using Clarion.Correlation.Conversations;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>What of a flow its correlation needs.</summary>
public readonly record struct FlowEnds
{
    /// <summary>Time of the flow, Unix milliseconds.</summary>
    public long AtMs { get; init; }

    /// <summary>Source address.</summary>
    public IpAddr Source { get; init; }

    /// <summary>Destination address.</summary>
    public IpAddr Destination { get; init; }

    /// <summary>Source MAC as exported; none when not.</summary>
    public MacAddr SourceMac { get; init; }

    /// <summary>Destination MAC as exported; none when not.</summary>
    public MacAddr DestinationMac { get; init; }

    /// <summary>The switch that exported it.</summary>
    public IpAddr Exporter { get; init; }

    /// <summary>Interface it entered by; 0 = unknown.</summary>
    public uint IngressInterface { get; init; }

    /// <summary>Interface it left by; 0 = unknown.</summary>
    public uint EgressInterface { get; init; }

    /// <summary>Source port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port; for ICMP type * 256 + code.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>IANA protocol number.</summary>
    public byte Protocol { get; init; }

    /// <summary>What the decoder knows of the direction.</summary>
    public FlowMarks Marks { get; init; }

    /// <summary>Source security group as exported; 0 = unknown.</summary>
    public ushort SourceSgt { get; init; }

    /// <summary>Destination security group as exported; 0 = unknown.</summary>
    public ushort DestinationSgt { get; init; }

    /// <summary>Which end serves, and the port of the service (<see cref="FlowAnswer.ServicePort"/>).</summary>
    public (bool ServerIsSource, ushort Port) Service
    {
        get
        {
            var serverIsSource = ServerEnd.IsSource(Protocol, SourcePort, DestinationPort, Source.Value, Destination.Value, Marks);
            return (serverIsSource, serverIsSource && ServerEnd.HasPorts(Protocol) ? SourcePort : DestinationPort);
        }
    }

    /// <summary>The question who sent it.</summary>
    public DeviceQuestion AboutSource => new()
    {
        Address = Source,
        Mac = SourceMac,
        AtMs = AtMs,
        Switch = Exporter,
        Interface = IngressInterface,
        FlowSgt = SourceSgt,
    };

    /// <summary>The question who got it.</summary>
    public DeviceQuestion AboutDestination => new()
    {
        Address = Destination,
        Mac = DestinationMac,
        AtMs = AtMs,
        Switch = Exporter,
        Interface = EgressInterface,
        InterfaceOnly = true,
        FlowSgt = DestinationSgt,
    };
}

/// <summary>A flow with the identities of its ends.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">Who got it.</param>
/// <param name="ServerIsSource">True when the source is the server of the exchange.</param>
/// <param name="Protocol">IANA protocol number of the service.</param>
/// <param name="ServicePort">Port of the service; for ICMP type * 256 + code; 0 for protocols without ports.</param>
public readonly record struct FlowAnswer(
    DeviceAnswer Source, DeviceAnswer Destination, bool ServerIsSource, byte Protocol, ushort ServicePort)
{
    /// <summary>The end that serves.</summary>
    public DeviceAnswer Server => ServerIsSource ? Source : Destination;

    /// <summary>The end that asks.</summary>
    public DeviceAnswer Client => ServerIsSource ? Destination : Source;
}
