using System.Buffers;

namespace Clarion.Flows;

public sealed partial class FlowBatch
{
    /// <summary>First packet of the flow, Unix milliseconds, on this host's clock after correction of the exporter's offset.</summary>
    public long[] StartMs { get; private set; } = [];

    /// <summary>Last packet of the flow, Unix milliseconds; the flow's event time everywhere in Clarion.</summary>
    public long[] EndMs { get; private set; } = [];

    /// <summary>Arrival of the datagram, Unix milliseconds.</summary>
    public long[] ReceivedMs { get; private set; } = [];

    /// <summary>Which clock the times came from: see <see cref="FlowTimeOrigin"/>.</summary>
    public byte[] TimeOrigin { get; private set; } = [];

    /// <summary>Number in the batch's <see cref="ExporterRegistry"/>.</summary>
    public int[] Exporter { get; private set; } = [];

    /// <summary>IE 130/131 when a relay names another exporter; else 0.</summary>
    public UInt128[] OriginalExporter { get; private set; } = [];

    /// <summary>IE 8/27, as <see cref="IpAddr"/>.</summary>
    public UInt128[] SourceAddress { get; private set; } = [];

    /// <summary>IE 12/28, as <see cref="IpAddr"/>.</summary>
    public UInt128[] DestinationAddress { get; private set; } = [];

    /// <summary>IE 9/29, bits.</summary>
    public byte[] SourcePrefixLength { get; private set; } = [];

    /// <summary>IE 13/30, bits.</summary>
    public byte[] DestinationPrefixLength { get; private set; } = [];

    /// <summary>IE 7.</summary>
    public ushort[] SourcePort { get; private set; } = [];

    /// <summary>IE 11.</summary>
    public ushort[] DestinationPort { get; private set; } = [];

    /// <summary>IE 4, IANA protocol number.</summary>
    public byte[] Protocol { get; private set; } = [];

    /// <summary>IE 32/139 high byte, 176/178, or from the destination port.</summary>
    public byte[] IcmpType { get; private set; } = [];

    /// <summary>IE 32/139 low byte, 177/179, or from the destination port.</summary>
    public byte[] IcmpCode { get; private set; } = [];

    /// <summary>Octets of this flow, unscaled (IE 1 and its fallbacks).</summary>
    public ulong[] Bytes { get; private set; } = [];

    /// <summary>Packets of this flow, unscaled (IE 2 and its fallbacks).</summary>
    public ulong[] Packets { get; private set; } = [];

    /// <summary>IE 23, after the device.</summary>
    public ulong[] PostBytes { get; private set; } = [];

    /// <summary>IE 24, after the device.</summary>
    public ulong[] PostPackets { get; private set; } = [];

    /// <summary>IE 56, else 365, 414, 81; as <see cref="MacAddr"/>.</summary>
    public ulong[] SourceMac { get; private set; } = [];

    /// <summary>IE 80, else 415, 57; as <see cref="MacAddr"/>.</summary>
    public ulong[] DestinationMac { get; private set; } = [];

    /// <summary>Element number the source MAC was read from; 0 when none.</summary>
    public ushort[] SourceMacElement { get; private set; } = [];

    /// <summary>Element number the destination MAC was read from; 0 when none.</summary>
    public ushort[] DestinationMacElement { get; private set; } = [];

    /// <summary>IE 81.</summary>
    public ulong[] PostSourceMac { get; private set; } = [];

    /// <summary>IE 57.</summary>
    public ulong[] PostDestinationMac { get; private set; } = [];

    /// <summary>IE 367 on wireless controllers.</summary>
    public ulong[] AccessPointMac { get; private set; } = [];

    /// <summary>IE 147, text number.</summary>
    public int[] Ssid { get; private set; } = [];

    /// <summary>IE 58, else 243, 245; 12 bits; 0 = none.</summary>
    public ushort[] Vlan { get; private set; } = [];

    /// <summary>IE 59, else 254.</summary>
    public ushort[] PostVlan { get; private set; } = [];

    /// <summary>IE 5, whole byte; or IE 195 shifted left by two.</summary>
    public byte[] Tos { get; private set; } = [];

    /// <summary>IE 55, or 98 shifted left by two.</summary>
    public byte[] PostTos { get; private set; } = [];

    /// <summary>IE 6, low nine bits, OR of all packets.</summary>
    public ushort[] TcpFlags { get; private set; } = [];

    /// <summary>IE 10, else 252; 0 = local or none.</summary>
    public uint[] InputInterface { get; private set; } = [];

    /// <summary>IE 14, else 253; 0 = local or none.</summary>
    public uint[] OutputInterface { get; private set; } = [];

    /// <summary>IE 15/62, as <see cref="IpAddr"/>.</summary>
    public UInt128[] NextHop { get; private set; } = [];

    /// <summary>IE 18/63, as <see cref="IpAddr"/>.</summary>
    public UInt128[] BgpNextHop { get; private set; } = [];

    /// <summary>IE 16, else 129.</summary>
    public uint[] SourceAs { get; private set; } = [];

    /// <summary>IE 17, else 128.</summary>
    public uint[] DestinationAs { get; private set; } = [];

    /// <summary>IE 61 plus one: see <see cref="FlowDirection"/>.</summary>
    public byte[] Direction { get; private set; } = [];

    /// <summary>IE 239: 1 initiator, 2 reverse, 3 perimeter.</summary>
    public byte[] BiflowDirection { get; private set; } = [];

    /// <summary>IE 136.</summary>
    public byte[] FlowEndReason { get; private set; } = [];

    /// <summary>IE 95: classification engine in the top byte, selector in the low 56 bits (RFC 6759).</summary>
    public ulong[] ApplicationId { get; private set; } = [];

    /// <summary>IE 96 in the record or from the exporter's option table, text number.</summary>
    public int[] ApplicationName { get; private set; } = [];

    /// <summary>IE 60, else from the addresses.</summary>
    public byte[] IpVersion { get; private set; } = [];

    /// <summary>IE 256.</summary>
    public ushort[] EtherType { get; private set; } = [];

    /// <summary>IE 52.</summary>
    public byte[] MinTtl { get; private set; } = [];

    /// <summary>IE 53.</summary>
    public byte[] MaxTtl { get; private set; } = [];

    /// <summary>IE 234.</summary>
    public uint[] IngressVrf { get; private set; } = [];

    /// <summary>IE 235.</summary>
    public uint[] EgressVrf { get; private set; } = [];

    /// <summary>IE 236, text number.</summary>
    public int[] VrfName { get; private set; } = [];

    /// <summary>IE 89; the top two bits: 1 forwarded, 2 dropped, 3 consumed.</summary>
    public byte[] ForwardingStatus { get; private set; } = [];

    /// <summary>Factor that scales bytes and packets; 1 = unsampled. Never 0.</summary>
    public float[] SamplingRate { get; private set; } = [];

    /// <summary>Where the rate came from: see <see cref="FlowSamplingOrigin"/>.</summary>
    public byte[] SamplingOrigin { get; private set; } = [];

    /// <summary>IE 48/302.</summary>
    public ulong[] SamplerId { get; private set; } = [];

    /// <summary>IE 148 (NSEL connection id).</summary>
    public ulong[] FlowId { get; private set; } = [];

    /// <summary>IE 225/281, as <see cref="IpAddr"/>.</summary>
    public UInt128[] NatSourceAddress { get; private set; } = [];

    /// <summary>IE 226/282, as <see cref="IpAddr"/>.</summary>
    public UInt128[] NatDestinationAddress { get; private set; } = [];

    /// <summary>IE 227.</summary>
    public ushort[] NatSourcePort { get; private set; } = [];

    /// <summary>IE 228.</summary>
    public ushort[] NatDestinationPort { get; private set; } = [];

    /// <summary>IE 230.</summary>
    public byte[] NatEvent { get; private set; } = [];

    /// <summary>IE 233 / 40005: 1 created, 2 deleted, 3 denied, 4 alert, 5 update.</summary>
    public byte[] FirewallEvent { get; private set; } = [];

    /// <summary>v9 33002, reason of a denial.</summary>
    public ushort[] FirewallExtendedEvent { get; private set; } = [];

    /// <summary>v9 33000, twelve bytes in the low bits.</summary>
    public UInt128[] IngressAcl { get; private set; } = [];

    /// <summary>v9 33001, twelve bytes in the low bits.</summary>
    public UInt128[] EgressAcl { get; private set; } = [];

    /// <summary>IE 371 / v9 40000, text number.</summary>
    public int[] UserName { get; private set; } = [];

    /// <summary>IE 3; more than 1 when the exporter aggregates.</summary>
    public uint[] FlowCount { get; private set; } = [];

    /// <summary>Source security group tag; 0 = unknown.</summary>
    public ushort[] SourceSgt { get; private set; } = [];

    /// <summary>Destination security group tag; 0 = unknown.</summary>
    public ushort[] DestinationSgt { get; private set; } = [];

    /// <summary>v9 34002 / PEN 9 1234, text number.</summary>
    public int[] SourceSgtName { get; private set; } = [];

    /// <summary>v9 34003 / PEN 9 1235, text number.</summary>
    public int[] DestinationSgtName { get; private set; } = [];

    /// <summary>What the decoder did to the record: see <see cref="FlowMarks"/>.</summary>
    public ushort[] Marks { get; private set; } = [];

    private void Allocate(int capacity)
    {
        StartMs = Resize(StartMs, capacity);
        EndMs = Resize(EndMs, capacity);
        ReceivedMs = Resize(ReceivedMs, capacity);
        TimeOrigin = Resize(TimeOrigin, capacity);
        Exporter = Resize(Exporter, capacity);
        OriginalExporter = Resize(OriginalExporter, capacity);
        SourceAddress = Resize(SourceAddress, capacity);
        DestinationAddress = Resize(DestinationAddress, capacity);
        SourcePrefixLength = Resize(SourcePrefixLength, capacity);
        DestinationPrefixLength = Resize(DestinationPrefixLength, capacity);
        SourcePort = Resize(SourcePort, capacity);
        DestinationPort = Resize(DestinationPort, capacity);
        Protocol = Resize(Protocol, capacity);
        IcmpType = Resize(IcmpType, capacity);
        IcmpCode = Resize(IcmpCode, capacity);
        Bytes = Resize(Bytes, capacity);
        Packets = Resize(Packets, capacity);
        PostBytes = Resize(PostBytes, capacity);
        PostPackets = Resize(PostPackets, capacity);
        SourceMac = Resize(SourceMac, capacity);
        DestinationMac = Resize(DestinationMac, capacity);
        SourceMacElement = Resize(SourceMacElement, capacity);
        DestinationMacElement = Resize(DestinationMacElement, capacity);
        PostSourceMac = Resize(PostSourceMac, capacity);
        PostDestinationMac = Resize(PostDestinationMac, capacity);
        AccessPointMac = Resize(AccessPointMac, capacity);
        Ssid = Resize(Ssid, capacity);
        Vlan = Resize(Vlan, capacity);
        PostVlan = Resize(PostVlan, capacity);
        Tos = Resize(Tos, capacity);
        PostTos = Resize(PostTos, capacity);
        TcpFlags = Resize(TcpFlags, capacity);
        InputInterface = Resize(InputInterface, capacity);
        OutputInterface = Resize(OutputInterface, capacity);
        NextHop = Resize(NextHop, capacity);
        BgpNextHop = Resize(BgpNextHop, capacity);
        SourceAs = Resize(SourceAs, capacity);
        DestinationAs = Resize(DestinationAs, capacity);
        Direction = Resize(Direction, capacity);
        BiflowDirection = Resize(BiflowDirection, capacity);
        FlowEndReason = Resize(FlowEndReason, capacity);
        ApplicationId = Resize(ApplicationId, capacity);
        ApplicationName = Resize(ApplicationName, capacity);
        IpVersion = Resize(IpVersion, capacity);
        EtherType = Resize(EtherType, capacity);
        MinTtl = Resize(MinTtl, capacity);
        MaxTtl = Resize(MaxTtl, capacity);
        IngressVrf = Resize(IngressVrf, capacity);
        EgressVrf = Resize(EgressVrf, capacity);
        VrfName = Resize(VrfName, capacity);
        ForwardingStatus = Resize(ForwardingStatus, capacity);
        SamplingRate = Resize(SamplingRate, capacity);
        SamplingOrigin = Resize(SamplingOrigin, capacity);
        SamplerId = Resize(SamplerId, capacity);
        FlowId = Resize(FlowId, capacity);
        NatSourceAddress = Resize(NatSourceAddress, capacity);
        NatDestinationAddress = Resize(NatDestinationAddress, capacity);
        NatSourcePort = Resize(NatSourcePort, capacity);
        NatDestinationPort = Resize(NatDestinationPort, capacity);
        NatEvent = Resize(NatEvent, capacity);
        FirewallEvent = Resize(FirewallEvent, capacity);
        FirewallExtendedEvent = Resize(FirewallExtendedEvent, capacity);
        IngressAcl = Resize(IngressAcl, capacity);
        EgressAcl = Resize(EgressAcl, capacity);
        UserName = Resize(UserName, capacity);
        FlowCount = Resize(FlowCount, capacity);
        SourceSgt = Resize(SourceSgt, capacity);
        DestinationSgt = Resize(DestinationSgt, capacity);
        SourceSgtName = Resize(SourceSgtName, capacity);
        DestinationSgtName = Resize(DestinationSgtName, capacity);
        Marks = Resize(Marks, capacity);
    }

    private void Release()
    {
        StartMs = Return(StartMs);
        EndMs = Return(EndMs);
        ReceivedMs = Return(ReceivedMs);
        TimeOrigin = Return(TimeOrigin);
        Exporter = Return(Exporter);
        OriginalExporter = Return(OriginalExporter);
        SourceAddress = Return(SourceAddress);
        DestinationAddress = Return(DestinationAddress);
        SourcePrefixLength = Return(SourcePrefixLength);
        DestinationPrefixLength = Return(DestinationPrefixLength);
        SourcePort = Return(SourcePort);
        DestinationPort = Return(DestinationPort);
        Protocol = Return(Protocol);
        IcmpType = Return(IcmpType);
        IcmpCode = Return(IcmpCode);
        Bytes = Return(Bytes);
        Packets = Return(Packets);
        PostBytes = Return(PostBytes);
        PostPackets = Return(PostPackets);
        SourceMac = Return(SourceMac);
        DestinationMac = Return(DestinationMac);
        SourceMacElement = Return(SourceMacElement);
        DestinationMacElement = Return(DestinationMacElement);
        PostSourceMac = Return(PostSourceMac);
        PostDestinationMac = Return(PostDestinationMac);
        AccessPointMac = Return(AccessPointMac);
        Ssid = Return(Ssid);
        Vlan = Return(Vlan);
        PostVlan = Return(PostVlan);
        Tos = Return(Tos);
        PostTos = Return(PostTos);
        TcpFlags = Return(TcpFlags);
        InputInterface = Return(InputInterface);
        OutputInterface = Return(OutputInterface);
        NextHop = Return(NextHop);
        BgpNextHop = Return(BgpNextHop);
        SourceAs = Return(SourceAs);
        DestinationAs = Return(DestinationAs);
        Direction = Return(Direction);
        BiflowDirection = Return(BiflowDirection);
        FlowEndReason = Return(FlowEndReason);
        ApplicationId = Return(ApplicationId);
        ApplicationName = Return(ApplicationName);
        IpVersion = Return(IpVersion);
        EtherType = Return(EtherType);
        MinTtl = Return(MinTtl);
        MaxTtl = Return(MaxTtl);
        IngressVrf = Return(IngressVrf);
        EgressVrf = Return(EgressVrf);
        VrfName = Return(VrfName);
        ForwardingStatus = Return(ForwardingStatus);
        SamplingRate = Return(SamplingRate);
        SamplingOrigin = Return(SamplingOrigin);
        SamplerId = Return(SamplerId);
        FlowId = Return(FlowId);
        NatSourceAddress = Return(NatSourceAddress);
        NatDestinationAddress = Return(NatDestinationAddress);
        NatSourcePort = Return(NatSourcePort);
        NatDestinationPort = Return(NatDestinationPort);
        NatEvent = Return(NatEvent);
        FirewallEvent = Return(FirewallEvent);
        FirewallExtendedEvent = Return(FirewallExtendedEvent);
        IngressAcl = Return(IngressAcl);
        EgressAcl = Return(EgressAcl);
        UserName = Return(UserName);
        FlowCount = Return(FlowCount);
        SourceSgt = Return(SourceSgt);
        DestinationSgt = Return(DestinationSgt);
        SourceSgtName = Return(SourceSgtName);
        DestinationSgtName = Return(DestinationSgtName);
        Marks = Return(Marks);
    }

    private void ClearWritten(int first, int rows)
    {
        Clear(StartMs, FlowColumn.StartMs, first, rows);
        Clear(EndMs, FlowColumn.EndMs, first, rows);
        Clear(ReceivedMs, FlowColumn.ReceivedMs, first, rows);
        Clear(TimeOrigin, FlowColumn.TimeOrigin, first, rows);
        Clear(Exporter, FlowColumn.Exporter, first, rows);
        Clear(OriginalExporter, FlowColumn.OriginalExporter, first, rows);
        Clear(SourceAddress, FlowColumn.SourceAddress, first, rows);
        Clear(DestinationAddress, FlowColumn.DestinationAddress, first, rows);
        Clear(SourcePrefixLength, FlowColumn.SourcePrefixLength, first, rows);
        Clear(DestinationPrefixLength, FlowColumn.DestinationPrefixLength, first, rows);
        Clear(SourcePort, FlowColumn.SourcePort, first, rows);
        Clear(DestinationPort, FlowColumn.DestinationPort, first, rows);
        Clear(Protocol, FlowColumn.Protocol, first, rows);
        Clear(IcmpType, FlowColumn.IcmpType, first, rows);
        Clear(IcmpCode, FlowColumn.IcmpCode, first, rows);
        Clear(Bytes, FlowColumn.Bytes, first, rows);
        Clear(Packets, FlowColumn.Packets, first, rows);
        Clear(PostBytes, FlowColumn.PostBytes, first, rows);
        Clear(PostPackets, FlowColumn.PostPackets, first, rows);
        Clear(SourceMac, FlowColumn.SourceMac, first, rows);
        Clear(DestinationMac, FlowColumn.DestinationMac, first, rows);
        Clear(SourceMacElement, FlowColumn.SourceMacElement, first, rows);
        Clear(DestinationMacElement, FlowColumn.DestinationMacElement, first, rows);
        Clear(PostSourceMac, FlowColumn.PostSourceMac, first, rows);
        Clear(PostDestinationMac, FlowColumn.PostDestinationMac, first, rows);
        Clear(AccessPointMac, FlowColumn.AccessPointMac, first, rows);
        Clear(Ssid, FlowColumn.Ssid, first, rows);
        Clear(Vlan, FlowColumn.Vlan, first, rows);
        Clear(PostVlan, FlowColumn.PostVlan, first, rows);
        Clear(Tos, FlowColumn.Tos, first, rows);
        Clear(PostTos, FlowColumn.PostTos, first, rows);
        Clear(TcpFlags, FlowColumn.TcpFlags, first, rows);
        Clear(InputInterface, FlowColumn.InputInterface, first, rows);
        Clear(OutputInterface, FlowColumn.OutputInterface, first, rows);
        Clear(NextHop, FlowColumn.NextHop, first, rows);
        Clear(BgpNextHop, FlowColumn.BgpNextHop, first, rows);
        Clear(SourceAs, FlowColumn.SourceAs, first, rows);
        Clear(DestinationAs, FlowColumn.DestinationAs, first, rows);
        Clear(Direction, FlowColumn.Direction, first, rows);
        Clear(BiflowDirection, FlowColumn.BiflowDirection, first, rows);
        Clear(FlowEndReason, FlowColumn.FlowEndReason, first, rows);
        Clear(ApplicationId, FlowColumn.ApplicationId, first, rows);
        Clear(ApplicationName, FlowColumn.ApplicationName, first, rows);
        Clear(IpVersion, FlowColumn.IpVersion, first, rows);
        Clear(EtherType, FlowColumn.EtherType, first, rows);
        Clear(MinTtl, FlowColumn.MinTtl, first, rows);
        Clear(MaxTtl, FlowColumn.MaxTtl, first, rows);
        Clear(IngressVrf, FlowColumn.IngressVrf, first, rows);
        Clear(EgressVrf, FlowColumn.EgressVrf, first, rows);
        Clear(VrfName, FlowColumn.VrfName, first, rows);
        Clear(ForwardingStatus, FlowColumn.ForwardingStatus, first, rows);
        Clear(SamplingRate, FlowColumn.SamplingRate, first, rows);
        Clear(SamplingOrigin, FlowColumn.SamplingOrigin, first, rows);
        Clear(SamplerId, FlowColumn.SamplerId, first, rows);
        Clear(FlowId, FlowColumn.FlowId, first, rows);
        Clear(NatSourceAddress, FlowColumn.NatSourceAddress, first, rows);
        Clear(NatDestinationAddress, FlowColumn.NatDestinationAddress, first, rows);
        Clear(NatSourcePort, FlowColumn.NatSourcePort, first, rows);
        Clear(NatDestinationPort, FlowColumn.NatDestinationPort, first, rows);
        Clear(NatEvent, FlowColumn.NatEvent, first, rows);
        Clear(FirewallEvent, FlowColumn.FirewallEvent, first, rows);
        Clear(FirewallExtendedEvent, FlowColumn.FirewallExtendedEvent, first, rows);
        Clear(IngressAcl, FlowColumn.IngressAcl, first, rows);
        Clear(EgressAcl, FlowColumn.EgressAcl, first, rows);
        Clear(UserName, FlowColumn.UserName, first, rows);
        Clear(FlowCount, FlowColumn.FlowCount, first, rows);
        Clear(SourceSgt, FlowColumn.SourceSgt, first, rows);
        Clear(DestinationSgt, FlowColumn.DestinationSgt, first, rows);
        Clear(SourceSgtName, FlowColumn.SourceSgtName, first, rows);
        Clear(DestinationSgtName, FlowColumn.DestinationSgtName, first, rows);
        Clear(Marks, FlowColumn.Marks, first, rows);
    }

    private static T[] Resize<T>(T[] current, int capacity)
        where T : unmanaged
    {
        var next = ArrayPool<T>.Shared.Rent(capacity);
        var keep = Math.Min(current.Length, capacity);
        current.AsSpan(0, keep).CopyTo(next);
        next.AsSpan(keep).Clear();
        if (current.Length > 0)
        {
            ArrayPool<T>.Shared.Return(current);
        }

        return next;
    }

    private static T[] Return<T>(T[] current)
    {
        if (current.Length > 0)
        {
            ArrayPool<T>.Shared.Return(current);
        }

        return [];
    }

    private void Clear<T>(T[] column, FlowColumn id, int first, int rows)
    {
        if (Written.Contains(id))
        {
            column.AsSpan(first, rows).Clear();
        }
    }
}
