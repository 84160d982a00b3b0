using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;
using CsCheck;

namespace Clarion.Gateway.Tests.Folding;

public sealed class FolderTests
{
    private const int Partitions = 4;
    private const ulong Mac = 0x0200_0000_0001;
    private static readonly FlowWindow Window = new(new LaneKey("gw", 1, 0), 7);

    [Fact]
    public void A_large_window_travels_in_messages_of_bounded_size_that_are_together_the_whole()
    {
        const int Flows = 3 * SealedPartition.RowsPerMessage - 1;
        var exporters = new ExporterRegistry();
        var folder = new Folder(AddressSpaces.Default, 1);
        folder.Add(FlowRow.Batch(exporters, [.. Enumerable.Range(0, Flows).Select(i => new FlowRow
        {
            Application = (ulong)i,
            Bytes = 1,
            Exporter = new ExporterKey(IpAddr.FromV4(0x0AFF0000u + (uint)(i % 5000)), (uint)i, 9),
        })]));
        var messages = folder.Seal(Window, exporters).Partitions.Single().ToBatches(Window, 2).ToList();

        Assert.Equal([(0, 3, 7L, 2L), (1, 3, 7, 2), (2, 3, 7, 2)], messages.Select(m => (m.Part, m.Parts, m.Sequence, m.Skipped)));
        Assert.All(messages, m => Assert.InRange(m.Exporters.Length, 1, SealedPartition.RowsPerMessage));
        var rows = messages.SelectMany(m => m.Conversations.ToArray().Select(r => (r.Key.Application, m.Exporters[r.Key.Exporter].DomainId))).ToList();
        Assert.Equal(Enumerable.Range(0, Flows).Select(i => ((ulong)i, (uint)i)), rows);
    }

    [Fact]
    public void The_sums_of_a_window_are_the_sums_of_its_flows_whatever_they_are()
    {
        var address = Gen.OneOf(
            Gen.UInt[0, 7].Select(i => IpAddr.FromV4(0x0A000000u + i)),
            Gen.UInt[0, 600].Select(i => IpAddr.FromV4(0xC6336400u + i)));
        var port = OneOf<ushort>(0, 53, 443, 8080, 40_000, 50_000);
        var flow = Gen.Select(
            Gen.Select(address, address, port, port),
            Gen.Select(OneOf<byte>(1, 6, 17, 47), Gen.ULong[0, 10_000], Gen.ULong[0, 100], OneOf(1f, 10f)),
            Gen.Select(Gen.UShort[0, 3], Gen.UShort[0, 3], Gen.Long[0, 900_000], OneOf(FlowMarks.None, FlowMarks.Denied, FlowMarks.Initiator)),
            (ends, sums, more) => new FlowRow
            {
                Source = ends.Item1,
                Destination = ends.Item2,
                SourcePort = ends.Item3,
                DestinationPort = ends.Item4,
                Protocol = sums.Item1,
                Bytes = sums.Item2,
                Packets = sums.Item3,
                SamplingRate = sums.Item4,
                SourceSgt = more.Item1,
                DestinationSgt = more.Item2,
                EndMs = 1_750_000_001_000 + more.Item3,
                Marks = more.Item4,
            });
        Gen.Select(flow.List[0, 60], flow.List[0, 60]).Sample(batches =>
        {
            var exporters = new ExporterRegistry();
            var folder = new Folder(AddressSpaces.Default, Partitions);
            folder.Add(FlowRow.Batch(exporters, batches.Item1));
            folder.Add(FlowRow.Batch(exporters, batches.Item2));
            var flows = batches.Item1.Concat(batches.Item2).ToList();
            var closed = folder.Seal(Window, exporters);
            var rows = Rows(closed);
            return closed.Flows == flows.Count
                && rows.Sum(r => (long)r.Counters.FlowsUp + r.Counters.FlowsDown) == flows.Count
                && rows.Aggregate(0ul, (sum, r) => sum + r.Counters.BytesUp + r.Counters.BytesDown)
                    == flows.Aggregate(0ul, (sum, f) => sum + f.Bytes * (ulong)f.SamplingRate)
                && rows.Aggregate(0ul, (sum, r) => sum + r.Counters.PacketsUp + r.Counters.PacketsDown)
                    == flows.Aggregate(0ul, (sum, f) => sum + f.Packets * (ulong)f.SamplingRate)
                && rows.Aggregate(0ul, (sum, r) => sum + r.Counters.RawBytes) == flows.Aggregate(0ul, (sum, f) => sum + f.Bytes)
                && rows.Sum(r => r.Counters.DeniedFlows) == flows.Count(f => f.Marks.HasFlag(FlowMarks.Denied))
                && rows.Select(r => r.Key).Distinct().Count() == rows.Count
                && rows.All(r => r.Counters.LastMs / 300_000 == r.Key.Bucket)
                && closed.Partitions.Select((part, p) => (part, p)).All(x =>
                    x.part.ToBatches(Window, 0).Single().Conversations.ToArray().All(r => PartitionMap.Of(r.Key.Client, Partitions) == x.p));
        });
    }

    [Fact]
    public void Both_directions_of_an_exchange_meet_with_everything_on_its_own_side()
    {
        var up = new FlowRow { Input = 3, Output = 9, SourceSgt = 17, DestinationSgt = 23, Bytes = 1000, Packets = 10, SamplingRate = 2 };
        var down = up with
        {
            Source = up.Destination,
            Destination = up.Source,
            SourcePort = 443,
            DestinationPort = 50_000,
            Input = 9,
            Output = 3,
            SourceSgt = 23,
            DestinationSgt = 17,
            Bytes = 5,
            Packets = 1,
            SamplingRate = 1,
        };
        var row = Assert.Single(Rows(Fold(up, down)));
        Assert.Equal((up.Source.Value, up.Destination.Value, (ushort)443), (row.Key.Client, row.Key.Server, row.Key.ServerPort));
        Assert.Equal((3u, 9u), (row.Key.ClientInterface, row.Key.ServerInterface));
        Assert.Equal((17, 23), (row.Key.ClientSgt, row.Key.ServerSgt));
        Assert.Equal((2000ul, 5ul, 20ul, 1ul), (row.Counters.BytesUp, row.Counters.BytesDown, row.Counters.PacketsUp, row.Counters.PacketsDown));
        Assert.Equal((1005ul, 11ul), (row.Counters.RawBytes, row.Counters.RawPackets));
        Assert.Equal((1u, 1u), (row.Counters.FlowsUp, row.Counters.FlowsDown));
        Assert.Equal(ConversationSides.Client | ConversationSides.Server, row.Key.Internal);
    }

    [Fact]
    public void External_ends_are_folded_by_network()
    {
        var row = Assert.Single(Rows(Fold(
            new FlowRow { Destination = IpAddr.Parse("198.51.100.7") }, new FlowRow { Destination = IpAddr.Parse("198.51.100.250") })));
        Assert.Equal(IpAddr.Parse("198.51.100.0").Value, row.Key.Server);
        Assert.Equal((ConversationSides.Client, 2u), (row.Key.Internal, row.Counters.FlowsUp));
    }

    [Fact]
    public void A_flow_counts_in_the_bucket_of_its_end()
    {
        const long Bucket = 300_000;
        var rows = Rows(Fold(
            new FlowRow { StartMs = 5 * Bucket - 10, EndMs = 5 * Bucket - 1 }, new FlowRow { StartMs = 5 * Bucket - 10, EndMs = 5 * Bucket }));
        Assert.Equal([4u, 5u], rows.Select(r => r.Key.Bucket));
    }

    [Fact]
    public void Scaling_that_passes_the_largest_number_stays_there()
    {
        var row = Assert.Single(Rows(Fold(new FlowRow { Bytes = ulong.MaxValue / 2, SamplingRate = 1000 })));
        Assert.Equal(ulong.MaxValue, row.Counters.BytesUp);
    }

    [Fact]
    public void Icmp_keeps_type_and_code_as_its_port()
    {
        var row = Assert.Single(Rows(Fold(new FlowRow { Protocol = 1, SourcePort = 0, DestinationPort = 0, IcmpType = 8, IcmpCode = 3 })));
        Assert.Equal(8 * 256 + 3, row.Key.ServerPort);
    }

    [Fact]
    public void A_sighting_is_told_to_the_partition_of_its_address_with_its_port()
    {
        var closed = Fold(new FlowRow { SourceMac = Mac, SourceMacElement = 56, Input = 12, Vlan = 30 });
        var source = IpAddr.Parse("10.0.0.1");
        var sighting = Assert.Single(Sightings(closed));
        Assert.Equal((source.Value, Mac, 12u, (ushort)30, (byte)0), (sighting.Address, sighting.Mac, sighting.Interface, sighting.Vlan, sighting.Revoked));
        Assert.Single(closed.Partitions[PartitionMap.Of(source.Value, Partitions)].ToBatches(Window, 0).Single().Sightings.ToArray());
    }

    [Fact]
    public void What_does_not_prove_a_binding_is_no_sighting()
    {
        var good = new FlowRow { SourceMac = Mac, SourceMacElement = 56 };
        Assert.Empty(Sightings(Fold(
            good with { SourceMacElement = 81 },
            good with { Direction = FlowDirection.Egress },
            good with { Marks = FlowMarks.ReverseHalf | FlowMarks.Initiator },
            good with { SourceMac = 0x0100_5E00_0001 },
            good with { Source = IpAddr.Parse("198.51.100.7") },
            good with { SourceMac = 0 })));
    }

    [Fact]
    public void A_mac_with_many_addresses_is_a_routers_and_what_it_was_seen_with_is_taken_back()
    {
        var flows = Enumerable.Range(1, SightingFilter.RouterThreshold + 3).Select(i => new FlowRow
        {
            Source = IpAddr.FromV4(0x0A000100u + (uint)i),
            SourceMac = Mac,
            SourceMacElement = 56,

            // A flow that began long before: its interval reaches back further than the router's memory.
            StartMs = 1_750_000_000_000 - 3_600_000,
            EndMs = 1_750_000_000_000 + i,
        });
        var sightings = Sightings(Fold([.. flows]));
        var told = sightings.Where(s => s.Revoked == 0).ToList();
        var takenBack = sightings.Where(s => s.Revoked == 1).ToList();
        Assert.Equal(SightingFilter.RouterThreshold, told.Count);
        Assert.Equal(told.Select(s => s.Address).Order(), takenBack.Select(s => s.Address).Order());
        Assert.All(told, s => Assert.True(takenBack.Single(t => t.Address == s.Address).FirstMs <= s.FirstMs));
    }

    [Fact]
    public void What_a_router_was_seen_with_is_taken_back_though_the_flow_that_gives_it_away_is_older()
    {
        var flows = Enumerable.Range(1, SightingFilter.RouterThreshold + 1).Select(i => new FlowRow
        {
            Source = IpAddr.FromV4(0x0A000100u + (uint)i),
            SourceMac = Mac,
            SourceMacElement = 56,
            StartMs = 1_750_000_000_000 - i,
            EndMs = 1_750_000_000_000 - i,
        });
        var sightings = Sightings(Fold([.. flows]));
        Assert.All(
            sightings.Where(s => s.Revoked == 0),
            told => Assert.True(sightings.Single(s => s.Revoked == 1 && s.Address == told.Address).LastMs >= told.FirstMs));
    }

    [Fact]
    public void Every_partition_numbers_its_exporters_for_itself_and_a_sealed_window_leaves_nothing_behind()
    {
        var exporters = new ExporterRegistry();
        ExporterKey[] keys = [.. Enumerable.Range(1, 3).Select(i => new ExporterKey(IpAddr.FromV4((uint)i), 0, 9))];
        foreach (var key in keys)
        {
            exporters.GetOrAdd(key);
        }

        var folder = new Folder(AddressSpaces.Default, Partitions);
        folder.Add(FlowRow.Batch(exporters, new FlowRow { Exporter = keys[2] }));
        var first = folder.Seal(Window, exporters);
        folder.Add(FlowRow.Batch(exporters, new FlowRow { Exporter = keys[1] }));
        var second = folder.Seal(Window, exporters);
        var empty = folder.Seal(Window, exporters);
        Assert.Equal(keys[2], first.Partitions.SelectMany(p => p.Exporters).Single().ToKey());
        Assert.Equal(keys[1], second.Partitions.SelectMany(p => p.Exporters).Single().ToKey());
        Assert.Equal(0, Assert.Single(Rows(second)).Key.Exporter);
        Assert.Equal((Partitions, 0L, 0), (empty.Partitions.Length, empty.Flows, Rows(empty).Count));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static SealedWindow Fold(params FlowRow[] flows)
    {
        var exporters = new ExporterRegistry();
        var folder = new Folder(AddressSpaces.Default, Partitions);
        folder.Add(FlowRow.Batch(exporters, flows));
        return folder.Seal(Window, exporters);
    }

    private static List<ConversationDelta> Rows(SealedWindow window) =>
        [.. window.Partitions.SelectMany(p => p.ToBatches(Window, 0).Single().Conversations.ToArray())];

    private static List<AddressSighting> Sightings(SealedWindow window) =>
        [.. window.Partitions.SelectMany(p => p.ToBatches(Window, 0).Single().Sightings.ToArray())];
}
