using Clarion.Flows;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Overview;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Switches;

namespace Clarion.Gateway.Tests.Http;

/// <summary>One of everything, at a fixed time.</summary>
internal static class Campus
{
    public const string Mac = "02:00:00:01:00:05";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Before = Now.AddHours(-2);

    private static readonly long NowMs = Now.ToUnixTimeMilliseconds();
    private static readonly long BeforeMs = Before.ToUnixTimeMilliseconds();
    private static readonly Usage Some = new(8, 1000, 2000, 10, 20, 0);

    public static void Fill(FakeGrains grains)
    {
        grains.Overview = new OverviewView(
            101, 2000, 1990, 1980, new Dictionary<string, long>(StringComparer.Ordinal) { ["decode.short"] = 3 }, 12.5,
            [
                new GatewayReport(
                    "gw1", BeforeMs, NowMs, 101, 2000, 1990, 1980, [], 12.5, [new SocketReport(2055, 0, 101, 4, 1000, 500)],
                    [new QueueReport("store", 1, 96)]),
            ])
        {
            DecodedDatagrams = 98,
        };
        grains.Exporters.Add(Exporter("10.0.0.1", 9, 7, NowMs, lost: 0));
        grains.Exporters.Add(Exporter("10.0.0.1", 10, 7, NowMs - 1000, lost: 50));
        grains.Exporters.Add(Exporter("10.0.0.2", 5, 0, BeforeMs, lost: 0));
        grains.Devices[Mac] = Device(Mac, ["10.1.0.5"], mergedInto: null);
        grains.Devices["ip:10.1.0.5"] = Device("ip:10.1.0.5", ["10.1.0.5"], mergedInto: Mac) with { Total = default };
        grains.Devices["ip:10.1.0.9"] = Device("ip:10.1.0.9", ["10.1.0.9"], mergedInto: null);
        grains.Switches["10.0.0.1"] = new SwitchView(
            "10.0.0.1", BeforeMs, NowMs, Some, [new BucketUsage((uint)(BeforeMs / 300_000), Some)], [new InterfaceUsage(5, Some, NowMs)],
            [new AttachedDevice(Mac, 5, 0, NowMs)], 1);
        grains.Pairs["17:23"] = new SgtPairView(17, 23, BeforeMs, NowMs, 1, 4, 2, Some, [new PairService(6, 443, Some, BeforeMs, NowMs)], 1);
        grains.Addresses["10.1.0.5"] =
        [
            new AddressBinding(Mac, BeforeMs, NowMs, "flow", "10.0.0.1", 5, 10),
            new AddressBinding("02:00:00:01:00:99", BeforeMs - 1000, BeforeMs - 1, "flow", "10.0.0.1", 6, 0),
        ];
    }

    private static ExporterView Exporter(string address, byte version, uint domain, long lastSeenMs, long lost) => new(
        new ExporterRef(IpAddr.Parse(address).Value, domain, version),
        new ExporterCounters
        {
            Datagrams = 101,
            Bytes = 100_000,
            Records = 2000,
            Flows = 2001,
            OptionsRecords = 2,
            TemplateRecords = 1,
            LostUnits = lost,
            OutOfOrder = 1,
            ParkedSets = 5,
            ReplayedSets = 5,
            DecodeErrors = new Dictionary<string, long>(StringComparer.Ordinal) { ["short"] = 3 },
        },
        [new TemplateView(256, false, 0, [new TemplateFieldView(0, 8, "sourceIPv4Address", 4, "src.ip"), new TemplateFieldView(9, 1, "", 65535, "")], BeforeMs, lastSeenMs, 2000)],
        100, "Sampler", -20, BeforeMs, lastSeenMs, [new MissingTemplate(300, BeforeMs, 2)]);

    private static DeviceView Device(string id, string[] addresses, string? mergedInto) => new(
        id, addresses, [new SgtSighting(17, BeforeMs, NowMs, "flow")], new AccessPort("10.0.0.1", 5, 0, NowMs), BeforeMs, NowMs, Some,
        [new BucketUsage((uint)(BeforeMs / 300_000), Some)], [new PeerUsage("203.0.113.0/24", 8, 3000, 0)], [new ServiceUsage(6, 443, 8, 3000, 0, false)],
        mergedInto);
}
