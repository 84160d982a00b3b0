using Clarion.Flows;

namespace Clarion.Migration.Flows;

/// <summary>A row of <c>netflow</c>. Numbers are <see cref="Unknown"/> where the row has none, or its generation no such column.</summary>
internal struct LegacyFlow
{
    /// <summary>No number.</summary>
    public const long Unknown = long.MinValue;

    /// <summary>Number of the row.</summary>
    public long Id;

    /// <summary>Source; none when it cannot be read.</summary>
    public IpAddr Source;

    /// <summary>Destination; none when it cannot be read.</summary>
    public IpAddr Destination;

    /// <summary>Source port.</summary>
    public long SourcePort;

    /// <summary>Destination port.</summary>
    public long DestinationPort;

    /// <summary>IANA number.</summary>
    public long Protocol;

    /// <summary>Bytes.</summary>
    public long Bytes;

    /// <summary>Packets.</summary>
    public long Packets;

    /// <summary>First packet, Unix milliseconds once judged, before that Unix seconds.</summary>
    public long Start;

    /// <summary>Last packet, as <see cref="Start"/>.</summary>
    public long End;

    /// <summary>Arrival at the older system, Unix milliseconds.</summary>
    public long ReceivedMs;

    /// <summary>Group of the source.</summary>
    public long SourceSgt;

    /// <summary>Group of the destination.</summary>
    public long DestinationSgt;

    /// <summary>VLAN.</summary>
    public long Vlan;

    /// <summary>MAC of the source.</summary>
    public MacAddr SourceMac;

    /// <summary>MAC of the destination.</summary>
    public MacAddr DestinationMac;
}

/// <summary>What can be made of a flow.</summary>
internal enum FlowVerdict
{
    /// <summary>A flow.</summary>
    Good,

    /// <summary>A flow whose times were put right.</summary>
    Repaired,

    /// <summary>Not a flow: kept as it was, and not counted as traffic.</summary>
    SetAside,
}
