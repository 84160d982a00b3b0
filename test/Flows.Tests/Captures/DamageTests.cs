using System.Buffers.Binary;
using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests.Captures;

/// <summary>Damaged captures: nothing throws, every datagram is accounted for, memory stays bounded.</summary>
public sealed class DamageTests
{
    // Larger files are sampled: their datagrams are much alike.
    private const int DatagramsPerSet = 12;

    private static readonly ushort[] Lies = [0, 1, 3, 4, 0x7FFF, 0xFFFF];

    public static TheoryData<string> Names { get; } = new(CaptureSet.All.Select(s => s.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_is_survived_and_counted(string name)
    {
        Assert.SkipWhen(CaptureFiles.Folder is null, "No captures folder on this machine; set CLARION_TEST_CAPTURES.");
        var datagrams = CaptureSet.All.Single(s => s.Name == name).Files.SelectMany(CaptureFiles.Read).ToArray();
        using var collector = new Collector(new FlowDecoderOptions { MaxParkedBytes = 1024 * 1024 });
        foreach (var datagram in datagrams)
        {
            collector.Feed(datagram);
        }

        foreach (var datagram in Sample(datagrams))
        {
            Flip(collector, datagram);
            Truncate(collector, datagram);
            Lie(collector, datagram);
        }

        var counters = collector.Counters;
        Assert.Equal(counters.Datagrams, counters.Decoded + collector.Dropped);
        Assert.InRange(counters.ParkedBytes, 0, 1024 * 1024);
        Assert.InRange(collector.Batch.Capacity, 1, 200_000);
        collector.Decoder.Sweep(Datagram.Now + 86_400_000L * 30);
        Assert.Equal(0, counters.ParkedBytes);
        Assert.True(counters.ReplayedSets + counters.DroppedSets >= counters.ParkedSets);
    }

    [Fact]
    public void Random_bytes_behind_every_header_are_survived()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxParkedBytes = 1024 * 1024, TemplateChangesPerMinute = 1_000_000 });
        var random = new Random(4739);
        var bytes = new byte[600];
        for (var i = 0; i < 30_000; i++)
        {
            random.NextBytes(bytes);
            var datagram = bytes.AsSpan(0, random.Next(bytes.Length));
            if (datagram.Length > 24)
            {
                Dress(datagram, random);
            }

            Feed(collector, datagram);
        }

        Assert.Equal(30_000, collector.Counters.Decoded + collector.Dropped);
        Assert.True(collector.Counters.TemplateRecords > 1000);
    }

    // Random sets of plausible ids and lengths, so that more than the first check is met.
    private static void Dress(Span<byte> datagram, Random random)
    {
        var version = random.Next(2) == 0 ? 9 : 10;
        BinaryPrimitives.WriteUInt16BigEndian(datagram, (ushort)version);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], (ushort)datagram.Length);
        datagram[^1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(datagram[(version == 9 ? 16 : 12)..], (uint)random.Next(3));
        ushort[] ids = version == 9 ? [0, 1, 256, 257, 258] : [2, 3, 256, 257, 258];
        for (var at = version == 9 ? 20 : 16; at + 16 < datagram.Length;)
        {
            var length = Math.Min(random.Next(4, 120), datagram.Length - at);
            var id = ids[random.Next(ids.Length)];
            BinaryPrimitives.WriteUInt16BigEndian(datagram[at..], id);
            BinaryPrimitives.WriteUInt16BigEndian(datagram[(at + 2)..], (ushort)length);
            if (id < 4 && length > 12)
            {
                BinaryPrimitives.WriteUInt16BigEndian(datagram[(at + 4)..], (ushort)random.Next(256, 259));
                BinaryPrimitives.WriteUInt16BigEndian(datagram[(at + 6)..], (ushort)random.Next(1, (length - 8) / 4 + 1));
                for (var field = at + 8; field + 4 <= at + length; field += 4)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(datagram[field..], (ushort)random.Next(1, 420));
                    BinaryPrimitives.WriteUInt16BigEndian(datagram[(field + 2)..], (ushort)(random.Next(12) == 0 ? 65535 : random.Next(0,
                        17)));
                }
            }

            at += length;
        }
    }

    private static IEnumerable<byte[]> Sample(byte[][] datagrams)
    {
        var step = Math.Max(1, datagrams.Length / DatagramsPerSet);
        return datagrams.Where((_, i) => i % step == 0);
    }

    private static void Flip(Collector collector, byte[] datagram)
    {
        var copy = datagram.ToArray();
        for (var at = 0; at < copy.Length; at++)
        {
            copy[at] ^= 0xFF;
            Feed(collector, copy);
            copy[at] = datagram[at];
        }
    }

    private static void Truncate(Collector collector, byte[] datagram)
    {
        for (var length = 0; length < datagram.Length; length++)
        {
            Feed(collector, datagram.AsSpan(0, length));
        }
    }

    private static void Lie(Collector collector, byte[] datagram)
    {
        var copy = datagram.ToArray();
        for (var at = 2; at + 2 <= copy.Length; at++)
        {
            foreach (var lie in Lies)
            {
                BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at), lie);
                Feed(collector, copy);
            }

            datagram.AsSpan(at, 2).CopyTo(copy.AsSpan(at));
        }
    }

    private static void Feed(Collector collector, ReadOnlySpan<byte> datagram)
    {
        collector.Feed(datagram);
        if (collector.Batch.Count > 8192)
        {
            collector.Batch.Reset();
        }
    }
}
