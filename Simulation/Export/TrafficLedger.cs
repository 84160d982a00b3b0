using Clarion.Simulation.Campuses;
using Clarion.Simulation.Traffic;

namespace Clarion.Simulation.Export;

/// <summary>Adds up what was exported, as a collector that loses nothing must see it. One writer.</summary>
internal sealed class TrafficLedger(int devices, int switches)
{
    private readonly Usage[] _devices = new Usage[devices];
    private readonly Usage[] _switches = new Usage[switches];

    /// <summary>Flows in which a device is an end; sent and received bytes scaled by sampling.</summary>
    public ref readonly Usage OfDevice(int index) => ref _devices[index];

    /// <summary>All flows of a switch; "sent" holds their scaled bytes.</summary>
    public ref readonly Usage OfSwitch(int index) => ref _switches[index];

    public void Add(in OneWayFlow flow, CampusSwitch exporter)
    {
        var bytes = (long)flow.Bytes * exporter.Sampling;
        ref var total = ref _switches[exporter.Index];
        total.Flows++;
        total.RawBytes += flow.Bytes;
        total.RawPackets += flow.Packets;
        total.BytesSent += bytes;
        if (flow.SourceDevice >= 0)
        {
            ref var source = ref _devices[flow.SourceDevice];
            source.Flows++;
            source.BytesSent += bytes;
        }

        if (flow.DestinationDevice >= 0)
        {
            ref var destination = ref _devices[flow.DestinationDevice];
            destination.Flows++;
            destination.BytesReceived += bytes;
        }
    }

    internal struct Usage
    {
        public long Flows;
        public long RawBytes;
        public long RawPackets;
        public long BytesSent;
        public long BytesReceived;
    }
}
