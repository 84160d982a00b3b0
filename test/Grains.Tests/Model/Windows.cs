using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Tests.Model;

/// <summary>Makes windows by hand: the flows of a window become one batch per partition, as the gateway's folder would send them.</summary>
internal static class Windows
{
    public const string Gateway = "gw";
    public const long Epoch = 1_750_000_000_000;

    public static ConversationDelta Conversation(
        IpAddr client, IpAddr server, long timeMs, ulong bytesUp, ulong bytesDown, uint flowsUp = 1, uint flowsDown = 0,
        ushort port = 443, int exporter = 0, ushort clientSgt = 0, ushort serverSgt = 0, uint clientInterface = 0) =>
        new(
            new ConversationKey
            {
                Client = client.Value,
                Server = server.Value,
                Bucket = (uint)(timeMs / 300_000),
                Exporter = exporter,
                ServerPort = port,
                Protocol = 6,
                ClientSgt = clientSgt,
                ServerSgt = serverSgt,
                ClientInterface = clientInterface,
                Internal = ConversationSides.Client | ConversationSides.Server,
            },
            new ConversationCounters
            {
                BytesUp = bytesUp,
                BytesDown = bytesDown,
                PacketsUp = flowsUp,
                PacketsDown = flowsDown,
                FlowsUp = flowsUp,
                FlowsDown = flowsDown,
                FirstMs = timeMs - 10,
                LastMs = timeMs,
            });

    public static AddressSighting Sighting(
        IpAddr address, MacAddr mac, long timeMs, uint interfaceIndex = 1, bool revoked = false, long? firstMs = null) => new()
        {
            Address = address.Value,
            Mac = mac.Value,
            FirstMs = firstMs ?? timeMs,
            LastMs = timeMs,
            Interface = interfaceIndex,
            Revoked = revoked ? (byte)1 : (byte)0,
        };

    public static DeltaBatch[] Split(
        int partitions, int worker, long sequence, ExporterRef[] exporters, IReadOnlyCollection<ConversationDelta> conversations,
        IReadOnlyCollection<AddressSighting> sightings) =>
        [
            .. Enumerable.Range(0, partitions).Select(p => new DeltaBatch
            {
                Gateway = Gateway,
                Epoch = Epoch,
                Worker = worker,
                Sequence = sequence,
                Exporters = exporters,
                ConversationBytes = Bytes<ConversationDelta>([.. conversations.Where(c => PartitionMap.Of(c.Key.Client, partitions) == p)]),
                SightingBytes = Bytes<AddressSighting>([.. sightings.Where(s => PartitionMap.Of(s.Address, partitions) == p)]),
            }),
        ];

    /// <summary>The messages that a window travels in.</summary>
    public static IReadOnlyList<DeltaBatch> Messages(DeltaBatch window, int rowsPerMessage = 2048)
    {
        var slices = window.Conversations.ToArray().Chunk(rowsPerMessage).DefaultIfEmpty([]).ToList();
        return
        [
            .. slices.Select((rows, part) => new DeltaBatch
            {
                Gateway = window.Gateway,
                Epoch = window.Epoch,
                Worker = window.Worker,
                Sequence = window.Sequence,
                Exporters = window.Exporters,
                ConversationBytes = Bytes(rows),
                SightingBytes = part == 0 ? window.SightingBytes : [],
                Part = part,
                Parts = slices.Count,
            }),
        ];
    }

    private static byte[] Bytes<T>(T[] rows)
        where T : struct => MemoryMarshal.AsBytes(rows.AsSpan()).ToArray();
}
