using System.Net;
using Clarion.Flows;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Export;
using Clarion.Simulation.Tests.Support;

namespace Clarion.Simulation.Tests;

public sealed class ExportTests
{
    private const int Datagrams = 4000;

    [Fact]
    public void Same_seed_same_bytes()
    {
        var (first, second, other) = (Bytes(7), Bytes(7), Bytes(8));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        static List<string> Bytes(int seed)
        {
            var all = new List<string>();
            Exports.Run(Exports.Create(new CampusOptions { Seed = seed }), 1000, (_, datagram, _) => all.Add(Convert.ToHexString(datagram)));
            return all;
        }
    }

    [Fact]
    public void The_pace_changes_times_but_not_flows()
    {
        // No announcement falls due twice, so every datagram of one run has its twin in the other.
        var options = new CampusOptions { TemplateInterval = TimeSpan.FromHours(2) };
        var (slow, fast) = (Keys(stepMs: 200), Keys(stepMs: 1));

        Assert.Equal(slow, fast);

        List<string> Keys(long stepMs)
        {
            var parser = new WireParser { Keep = true };
            Exports.Run(
                Exports.Create(options), 2000, (written, datagram, _) => parser.Read(written.Switch, datagram), stepMs: stepMs);
            return [.. parser.Kept.Select(r => r.Key)];
        }
    }

    [Fact]
    public void Every_datagram_is_well_formed_and_counted()
    {
        var export = Exports.Create(new CampusOptions { TemplateInterval = TimeSpan.FromSeconds(3) });
        var parser = new WireParser();
        var (records, flows, options, templates) = (0L, 0L, 0L, 0L);
        Exports.Run(export, Datagrams, (written, datagram, _) =>
        {
            Assert.InRange(datagram.Length, 24, Exporter.MaxDatagram);
            parser.Read(written.Switch, datagram);
            records += written.Records;
            flows += written.Flows;
            options += written.OptionsRecords;
            templates += written.Templates;
        });

        Assert.Equal((parser.Records, parser.Flows, parser.OptionsRecords, parser.TemplateRecords), (records, flows, options, templates));
        Assert.Equal(flows, export.Campus.Switches.Sum(s => export.Ledger.OfSwitch(s.Index).Flows));
        Assert.True(templates > 5 * 2 * 30, "templates are sent again");
    }

    [Fact]
    public void Netflow_9_records_are_59_bytes_24_to_a_datagram()
    {
        var export = Exports.Create(new CampusOptions { Versions = ExportVersions.NetFlow9 });
        var full = 0;
        Exports.Run(export, 1000, (written, datagram, _) => full += written.Records == 24 && datagram.Length == 20 + 4 + 24 * 59 ? 1 : 0);

        Assert.Equal(59, NetFlow9Exporter.RecordBytesV4);
        Assert.True(full > 500, $"{full} full datagrams");
    }

    [Fact]
    public void The_decoder_sees_exactly_the_truth()
    {
        var export = Exports.Create(new CampusOptions { Devices = 600, Switches = 24, TemplateInterval = TimeSpan.FromSeconds(5) });
        var (registry, texts) = (new ExporterRegistry(), new TextTable());
        var decoder = new FlowDecoder(new FlowDecoderOptions(), registry, texts);
        using var batch = new FlowBatch(registry, texts);
        var devices = export.Campus.Devices.ToDictionary(d => d.Address);
        foreach (var device in export.Campus.Devices)
        {
            devices[device.AddressV6] = device;
        }

        var (scaled, flows) = (new Dictionary<uint, double>(), new Dictionary<uint, long>());
        Exports.Run(export, Datagrams, (written, datagram, nowMs) =>
        {
            var source = export.Campus.Switches[written.Switch];
            batch.Reset();
            Assert.Equal(DecodeStatus.Decoded, decoder.Decode(IpAddr.From(source.ExportAddress), 50000, datagram, nowMs, batch));
            Assert.Equal(written.Flows, batch.Count);
            for (var row = 0; row < batch.Count; row++)
            {
                Assert.Equal(source.Sampling, batch.SamplingRate[row]);
                // v9 tells its time in whole seconds, and an answer may wait for its switch's next datagram.
                Assert.InRange(batch.EndMs[row], nowMs - 4000, nowMs + 1000);
                Assert.InRange(batch.EndMs[row] - batch.StartMs[row], 0, 60_000);
                scaled[source.Domain] = scaled.GetValueOrDefault(source.Domain) + batch.Bytes[row] * (double)batch.SamplingRate[row];
                flows[source.Domain] = flows.GetValueOrDefault(source.Domain) + 1;
                if (written.Version != ExportVersions.NetFlow5)
                {
                    CheckIdentity(batch, row, devices);
                }
            }
        });

        Assert.All(export.Campus.Switches.Where(s => s.Devices.Length > 0), s =>
        {
            var usage = export.Ledger.OfSwitch(s.Index);
            Assert.Equal(usage.Flows, flows[s.Domain]);
            Assert.Equal(usage.BytesSent, scaled[s.Domain]);
        });
        Assert.All(decoder.Snapshot(), s => Assert.Equal((0, 0, 0), (s.LostUnits, s.OutOfOrder, s.Resyncs)));
        Assert.All(Enum.GetValues<DecodeError>(), e => Assert.Equal(0, decoder.Counters[e]));
        Assert.Equal("hl7", decoder.ApplicationNames[3UL << 56 | 2575]);
    }

    [Fact]
    public void Steady_export_allocates_nothing()
    {
        var export = Exports.Create(new CampusOptions { TemplateInterval = TimeSpan.FromSeconds(1) });
        var buffer = new byte[Exporter.MaxDatagram];
        for (var i = 0; i < 2000; i++)
        {
            export.Next(buffer, Exports.Morning + i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5000; i++)
        {
            export.Next(buffer, Exports.Morning + 2000 + i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A flow that enters by an access port must carry the MAC, the group and the VLAN of the device that has the address.
    private static void CheckIdentity(FlowBatch batch, int row, Dictionary<UInt128, CampusDevice> devices)
    {
        if (devices.TryGetValue(batch.SourceAddress[row], out var sender))
        {
            Assert.Equal(sender.Sgt, batch.SourceSgt[row]);
            Assert.True(batch.SourceMac[row] == sender.Mac || batch.DestinationMac[row] != 0);
        }
        else
        {
            Assert.Equal(0, batch.SourceSgt[row]);
            Assert.False(IPAddress.IsLoopback(new IpAddr(batch.SourceAddress[row]).ToIPAddress()));
        }
    }
}
