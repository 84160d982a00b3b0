using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Folding;

/// <summary>
/// Folds the flows of one window into conversations and sightings, by partition. One pass over the batch's columns, one table operation
/// a flow, no allocation once the tables have grown. One per decode worker; not thread-safe.
/// </summary>
public sealed class Folder
{
    private const long RouterMemoryMs = 600_000;
    private const ushort SourceMac = 56;
    private const ushort StationMac = 365;
    private const ushort WirelessStationMac = 414;

    private readonly AddressSpaces _spaces;
    private readonly SightingFilter _sightings = new();
    private readonly PartitionFold[] _partitions;

    /// <summary>Creates a folder for a number of partitions.</summary>
    public Folder(AddressSpaces spaces, int partitions)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        _spaces = spaces;
        _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionFold())];
    }

    /// <summary>Flow records folded since the last <see cref="Seal"/>.</summary>
    public long Flows { get; private set; }

    /// <summary>Adds flows to the open window.</summary>
    public void Add(FlowBatch flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        for (var row = 0; row < flows.Count; row++)
        {
            AddConversation(flows, row);
        }

        if (flows.Written.Contains(FlowColumn.SourceMac))
        {
            for (var row = 0; row < flows.Count; row++)
            {
                if (flows.SourceMac[row] != 0)
                {
                    AddSighting(flows, row);
                }
            }
        }

        Flows += flows.Count;
    }

    /// <summary>Closes the window and starts an empty one.</summary>
    /// <param name="window">Number of the closed window.</param>
    /// <param name="exporters">Registry that the batches' exporter numbers came from.</param>
    public SealedWindow Seal(FlowWindow window, ExporterRegistry exporters)
    {
        ArgumentNullException.ThrowIfNull(exporters);
        var parts = new SealedPartition[_partitions.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = _partitions[i].Seal(exporters);
        }

        var closed = new SealedWindow(window, Flows, parts);
        Flows = 0;
        return closed;
    }

    private static ulong Scale(ulong value, float rate)
    {
        if (rate == 1f)
        {
            return value;
        }

        // Saturates: the conversion of a double beyond the range is the largest value.
        var scaled = value * (double)rate;
        return scaled >= ulong.MaxValue ? ulong.MaxValue : (ulong)(scaled + 0.5);
    }

    private static ushort PortOf(FlowBatch flows, int row, byte protocol, bool sourceIsServer) =>
        ServerEnd.HasPorts(protocol)
            ? sourceIsServer ? flows.SourcePort[row] : flows.DestinationPort[row]
            : (ushort)(flows.IcmpType[row] << 8 | flows.IcmpCode[row]);

    private void AddConversation(FlowBatch flows, int row)
    {
        var source = flows.SourceAddress[row];
        var destination = flows.DestinationAddress[row];
        var protocol = flows.Protocol[row];
        var marks = (FlowMarks)flows.Marks[row];
        var destinationPort = ServerEnd.HasPorts(protocol)
            ? flows.DestinationPort[row]
            : (ushort)(flows.IcmpType[row] << 8 | flows.IcmpCode[row]);
        var down = ServerEnd.IsSource(protocol, flows.SourcePort[row], destinationPort, source, destination, marks);
        var (client, server) = down ? (destination, source) : (source, destination);
        var sides = (_spaces.IsInternal(client) ? ConversationSides.Client : 0) | (_spaces.IsInternal(server) ? ConversationSides.Server : 0);
        var key = new ConversationKey
        {
            Client = (sides & ConversationSides.Client) != 0 ? client : AddressSpaces.ExternalNetwork(client),
            Server = (sides & ConversationSides.Server) != 0 ? server : AddressSpaces.ExternalNetwork(server),
            Application = flows.ApplicationId[row],
            Bucket = (uint)(flows.EndMs[row] / (ConversationDelta.BucketSeconds * 1000L)),
            ClientInterface = down ? flows.OutputInterface[row] : flows.InputInterface[row],
            ServerInterface = down ? flows.InputInterface[row] : flows.OutputInterface[row],
            Exporter = flows.Exporter[row],
            ServerPort = PortOf(flows, row, protocol, down),
            Vlan = flows.Vlan[row],
            ClientSgt = down ? flows.DestinationSgt[row] : flows.SourceSgt[row],
            ServerSgt = down ? flows.SourceSgt[row] : flows.DestinationSgt[row],
            Protocol = protocol,
            Internal = sides,
        };
        ref var counters = ref _partitions[PartitionMap.Of(key.Client, _partitions.Length)].Conversations.GetOrAdd(key);
        var bytes = Scale(flows.Bytes[row], flows.SamplingRate[row]);
        var packets = Scale(flows.Packets[row], flows.SamplingRate[row]);
        if (down)
        {
            counters.BytesDown += bytes;
            counters.PacketsDown += packets;
            counters.FlowsDown++;
        }
        else
        {
            counters.BytesUp += bytes;
            counters.PacketsUp += packets;
            counters.FlowsUp++;
        }

        counters.RawBytes += flows.Bytes[row];
        counters.RawPackets += flows.Packets[row];
        counters.DeniedFlows += (marks & FlowMarks.Denied) != 0 ? 1u : 0u;
        counters.FirstMs = counters.FirstMs == 0 ? flows.StartMs[row] : Math.Min(counters.FirstMs, flows.StartMs[row]);
        counters.LastMs = Math.Max(counters.LastMs, flows.EndMs[row]);
    }

    // Only frames that enter an interface show the sender's own MAC, and only these elements name it (not the "post" ones).
    private void AddSighting(FlowBatch flows, int row)
    {
        var mac = new MacAddr(flows.SourceMac[row]);
        var address = flows.SourceAddress[row];
        if (flows.SourceMacElement[row] is not (SourceMac or StationMac or WirelessStationMac)
            || flows.Direction[row] == (byte)FlowDirection.Egress
            || ((FlowMarks)flows.Marks[row] & FlowMarks.ReverseHalf) != 0
            || mac.IsGroup || !_spaces.IsInternal(address))
        {
            return;
        }

        var exporter = flows.Exporter[row];
        var port = flows.InputInterface[row];
        var timeMs = flows.EndMs[row];
        switch (_sightings.Judge(exporter, port, mac.Value, address, timeMs, out var retraction))
        {
            case SightingVerdict.Tell:
                var firstMs = Math.Max(flows.StartMs[row], timeMs - RouterMemoryMs);
                Sight(address, mac.Value, firstMs, timeMs, exporter, port, flows.Vlan[row], revoked: false);
                break;
            case SightingVerdict.BecameRouter:
                foreach (var wrong in retraction.Addresses)
                {
                    // Sightings of the last ten minutes, each of which may reach back ten minutes more.
                    Sight(wrong, mac.Value, timeMs - 2 * RouterMemoryMs, retraction.UntilMs, exporter, port, 0, revoked: true);
                }

                break;
        }
    }

    private void Sight(
        UInt128 address, ulong mac, long firstMs, long lastMs, int exporter, uint port, ushort vlan, bool revoked) =>
        _partitions[PartitionMap.Of(address, _partitions.Length)].Add(new()
        {
            Address = address,
            Mac = mac,
            FirstMs = firstMs,
            LastMs = lastMs,
            Exporter = exporter,
            Interface = port,
            Vlan = vlan,
            Revoked = revoked ? (byte)1 : (byte)0,
        });
}
