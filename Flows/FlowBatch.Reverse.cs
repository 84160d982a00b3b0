namespace Clarion.Flows;

public sealed partial class FlowBatch
{
    // The other direction of a two-way record: ends change places, what describes the exchange is shared, what was counted or seen on the
    // packets of one direction only (counters, flags, TTL, next hop, direction) is left empty for the reverse elements to fill.
    internal void CopyReversed(int from, int to)
    {
        StartMs[to] = StartMs[from];
        EndMs[to] = EndMs[from];
        ReceivedMs[to] = ReceivedMs[from];
        TimeOrigin[to] = TimeOrigin[from];
        Exporter[to] = Exporter[from];
        OriginalExporter[to] = OriginalExporter[from];
        Swap(SourceAddress, DestinationAddress, from, to);
        Swap(SourcePrefixLength, DestinationPrefixLength, from, to);
        Swap(SourcePort, DestinationPort, from, to);
        Protocol[to] = Protocol[from];
        IcmpType[to] = IcmpType[from];
        IcmpCode[to] = IcmpCode[from];
        Swap(SourceMac, DestinationMac, from, to);
        Swap(SourceMacElement, DestinationMacElement, from, to);
        AccessPointMac[to] = AccessPointMac[from];
        Ssid[to] = Ssid[from];
        Vlan[to] = Vlan[from];
        Swap(InputInterface, OutputInterface, from, to);
        Swap(SourceAs, DestinationAs, from, to);
        BiflowDirection[to] = BiflowDirection[from];
        FlowEndReason[to] = FlowEndReason[from];
        ApplicationId[to] = ApplicationId[from];
        ApplicationName[to] = ApplicationName[from];
        IpVersion[to] = IpVersion[from];
        EtherType[to] = EtherType[from];
        Swap(IngressVrf, EgressVrf, from, to);
        VrfName[to] = VrfName[from];
        ForwardingStatus[to] = ForwardingStatus[from];
        SamplingRate[to] = SamplingRate[from];
        SamplingOrigin[to] = SamplingOrigin[from];
        SamplerId[to] = SamplerId[from];
        FlowId[to] = FlowId[from];
        Swap(NatSourceAddress, NatDestinationAddress, from, to);
        Swap(NatSourcePort, NatDestinationPort, from, to);
        NatEvent[to] = NatEvent[from];
        FirewallEvent[to] = FirewallEvent[from];
        FirewallExtendedEvent[to] = FirewallExtendedEvent[from];
        UserName[to] = UserName[from];
        FlowCount[to] = FlowCount[from];
        Swap(SourceSgt, DestinationSgt, from, to);
        Swap(SourceSgtName, DestinationSgtName, from, to);
        Marks[to] = Marks[from];
    }

    private static void Swap<T>(T[] source, T[] destination, int from, int to)
    {
        source[to] = destination[from];
        destination[to] = source[from];
    }
}
