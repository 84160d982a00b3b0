using System.Text;
using Clarion.Simulation.Replay;
using Clarion.Simulation.Tests.Support;

namespace Clarion.Simulation.Tests;

public sealed class ReplayTests : IDisposable
{
    private static readonly byte[] Payload = [0, 9, 0, 1, .. Enumerable.Repeat((byte)0xAB, 40)];

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-replay-").FullName;

    public static TheoryData<string, int> RecordedSets { get; } = new()
    {
        { "logstash/netflow5.dat", 12 },
        { "logstash/netflow5_test_invalid01.dat", 1 },
        { "logstash/ipfix.dat", 3 },
        { "logstash/netflow9_test_softflowd_tpl_data.dat", 1 },
        { "telegraf/netflow_v5_example-netflow_v5.bin", 1 },
        { "graylog/netgraph-netflow5.pcap", 4 },
        { "graylog/nprobe-netflow9-3.pcap", 72 },
        { "graylog/pmacctd-netflow9.pcap", 2 },
        { "ipfixcol/01-odid0.ipfix", 218 },
        { "ipfixcol/bad-length-in-set.ipfix", 1 },
        { "ipfixcol2/example_flows.ipfix", 68 },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(RecordedSets))]
    public void Recorded_files_hold_the_datagrams_their_list_says(string file, int datagrams) =>
        Assert.Equal(datagrams, Read(Path.Combine(Captures.Folder(), file)).Count);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Both_byte_orders_and_resolutions(bool bigEndian, bool nanoseconds)
    {
        var half = nanoseconds ? 500_000_000 : 500_000;
        var file = Write(new Pcap(bigEndian, nanoseconds).Add(Pcap.Ethernet(Pcap.V4(Payload)), 1_700_000_000, half).ToArray());

        var (at, payload) = Assert.Single(Read(file));

        Assert.Equal(TimeSpan.FromSeconds(1_700_000_000.5), at);
        Assert.Equal(Payload, payload);
    }

    [Fact]
    public void Link_layers_tags_and_families()
    {
        Assert.Equal(Payload, Assert.Single(Read(Write(new Pcap().Add(Pcap.Ethernet(Pcap.V4(Payload), 10, 20)).ToArray()))).Payload);
        Assert.Equal(Payload, Assert.Single(Read(Write(new Pcap().Add(Pcap.Ethernet(Pcap.V6(Payload, false))).ToArray()))).Payload);
        Assert.Equal(Payload, Assert.Single(Read(Write(new Pcap().Add(Pcap.Ethernet(Pcap.V6(Payload, true), 7)).ToArray()))).Payload);
        Assert.Equal(Payload, Assert.Single(Read(Write(new Pcap(linkType: 101).Add(Pcap.V4(Payload)).ToArray()))).Payload);
        Assert.Equal(Payload, Assert.Single(Read(Write(new Pcap(linkType: 113).Add(Pcap.Cooked(Pcap.V4(Payload))).ToArray()))).Payload);
        Assert.Equal(Payload, Assert.Single(Read(Write(new Pcap(linkType: 0).Add([2, 0, 0, 0, .. Pcap.V4(Payload)]).ToArray()))).Payload);
    }

    [Fact]
    public void What_is_no_whole_udp_payload_is_skipped_and_counted()
    {
        var good = Pcap.Ethernet(Pcap.V4(Payload));
        var file = Write(new Pcap()
            .Add(Pcap.Ethernet(Pcap.V4(Payload, protocol: 6)))
            .Add(Pcap.Ethernet(Pcap.V4(Payload, fragment: 0x2000)))
            .Add(Pcap.Ethernet(Pcap.V4(Payload, fragment: 100)))
            .Add(good[..40])
            .Add([])
            .Add(good)
            .ToArray());

        using var reader = CaptureReader.Open(file);

        Assert.True(reader.TryRead(out var datagram));
        Assert.Equal(Payload, datagram.Payload.ToArray());
        Assert.Equal(9, datagram.Version);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(5, reader.Skipped);
    }

    [Fact]
    public void Any_damage_is_a_clear_message_never_another_exception()
    {
        var whole = new Pcap().Add(Pcap.Ethernet(Pcap.V4(Payload))).Add(Pcap.Ethernet(Pcap.V6(Payload, true), 5)).ToArray();
        var outcomes = new List<bool>();
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in new byte[] { 0x01, 0x80, 0xFF })
            {
                var damaged = (byte[])whole.Clone();
                damaged[at] ^= flip;
                outcomes.Add(Survives(damaged));
            }

            outcomes.Add(Survives(whole[..at]));
        }

        Assert.All(outcomes, Assert.True);

        bool Survives(byte[] content)
        {
            try
            {
                return Read(Write(content)).Count <= 2;
            }
            catch (CaptureException fault)
            {
                return fault.Message.StartsWith(_folder, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("0A0D0D0A1C000000", "pcapng")]
    [InlineData("D4C3B2A102000400", "header is cut off after 8 bytes")]
    [InlineData("D4C3B2A1020004000000000000000000FFFF000069000000", "link type 105 is not read")]
    [InlineData("D4C3B2A1020004000000000000000000FFFF0000010000000000000000000000FFFFFF7FFFFFFF7F", "a packet of 2147483647 bytes is claimed")]
    [InlineData("D4C3B2A1020004000000000000000000FFFF000001000000000000", "damaged at byte 24: the packet header is cut off")]
    public void Bad_files_say_what_is_wrong(string hex, string message)
    {
        var file = Write(Convert.FromHexString(hex));

        var fault = Assert.Throws<CaptureException>(() => Read(file));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_text_that_is_too_long_are_named()
    {
        Assert.Contains("nothing.pcap", Assert.Throws<CaptureException>(() => Read(Path.Combine(_folder, "nothing.pcap"))).Message, StringComparison.Ordinal);
        var text = Write(Encoding.ASCII.GetBytes(new string('x', 70_000)));
        Assert.Contains("too long to be one datagram", Assert.Throws<CaptureException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_go_to_their_ports_as_often_as_asked()
    {
        using var netFlow = new UdpSink();
        using var ipfix = new UdpSink();
        byte[] message = [0, 10, 0, 16, .. new byte[12]];
        var file = Write(new Pcap().Add(Pcap.Ethernet(Pcap.V4(Payload))).Add(Pcap.Ethernet(Pcap.V4(message))).ToArray());
        var replay = new CaptureReplay(
            new ReplayOptions { Files = [file, Write(Payload)], NetFlow = netFlow.Address, Ipfix = ipfix.Address, Loops = 3, DatagramsPerSecond = 5000 },
            TimeProvider.System);

        await replay.RunAsync(null, TestContext.Current.CancellationToken);

        netFlow.Take(6);
        ipfix.Take(3);
        Assert.All(netFlow.Received, d => Assert.Equal(Payload, d.Payload));
        Assert.All(ipfix.Received, d => Assert.Equal(message, d.Payload));
        Assert.Equal((9, 3, 0), (replay.Sent.Datagrams, replay.Sent.Loops, replay.Sent.Skipped));
    }

    [Fact]
    public async Task The_captures_own_pace_is_kept_and_long_pauses_are_cut()
    {
        using var sink = new UdpSink();
        var time = new SteppedTime(DateTimeOffset.FromUnixTimeMilliseconds(Exports.Morning));
        var packet = Pcap.Ethernet(Pcap.V4(Payload));
        var file = Write(new Pcap().Add(packet).Add(packet, 1_700_000_002).Add(packet, 1_700_009_999).ToArray());
        var replay = new CaptureReplay(
            new ReplayOptions { Files = [file], NetFlow = sink.Address, Ipfix = sink.Address, MaxGap = TimeSpan.FromSeconds(5) }, time);

        var run = replay.RunAsync(null, TestContext.Current.CancellationToken);
        var took = await time.RunToEndAsync(run);

        sink.Take(3);
        Assert.Equal(TimeSpan.FromSeconds(7), took);
    }

    private static List<(TimeSpan At, byte[] Payload)> Read(string path)
    {
        using var reader = CaptureReader.Open(path);
        var all = new List<(TimeSpan, byte[])>();
        while (reader.TryRead(out var datagram))
        {
            all.Add((datagram.At, datagram.Payload.ToArray()));
        }

        return all;
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content);
        return path;
    }
}
