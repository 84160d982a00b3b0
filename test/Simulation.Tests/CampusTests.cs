using Clarion.Flows;
using Clarion.Simulation.Behaviour;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Tests.Support;

namespace Clarion.Simulation.Tests;

public sealed class CampusTests
{
    [Theory]
    [InlineData(50, 1)]
    [InlineData(2000, 40)]
    [InlineData(30000, 300)]
    public void Every_device_has_its_own_address_and_port(int devices, int switches)
    {
        var campus = CampusBuilder.Build(new CampusOptions { Devices = devices, Switches = switches });

        Assert.Equal(devices, campus.Devices.Length);
        Assert.Equal(devices, campus.Devices.Select(d => d.Mac).Distinct().Count());
        Assert.Equal(devices, campus.Devices.Select(d => d.Address).Distinct().Count());
        Assert.Equal(devices, campus.Devices.Select(d => d.AddressV6).Distinct().Count());
        Assert.Equal(devices, campus.Devices.Select(d => (d.Switch, d.Port)).Distinct().Count());
        Assert.Equal(switches, campus.Switches.Select(s => s.ExportAddress).Distinct().Count());
        Assert.All(campus.Switches, s => Assert.All(s.Devices, d => Assert.Equal(s.Index, d.Switch)));
        Assert.All(campus.Devices, d => Assert.True(d.Mac < 1UL << 48 && (d.Mac >> 40 & 3) == 0, "a unicast, burnt-in MAC"));
    }

    [Fact]
    public void The_smallest_campus_has_every_type_and_every_service()
    {
        var campus = CampusBuilder.Build(new CampusOptions { Devices = CampusOptions.MinDevices, Switches = 3 });

        Assert.Equal(Enum.GetValues<DeviceType>().Order(), campus.Devices.Select(d => d.Type).Distinct().Order());
        Assert.All(
            ServiceCatalogue.All.Where(s => !s.External), s => Assert.True(campus.Services.Of(s.Kind).Length > 0, $"{s.Name} has no provider"));
        Assert.All(campus.Devices.SelectMany(d => DeviceBehaviour.Of(d).Uses), use => Assert.True(use.Weight > 0));
    }

    [Fact]
    public void Service_definitions_stand_at_their_own_number()
    {
        Assert.Equal(Enum.GetValues<ServiceKind>(), ServiceCatalogue.All.Select(s => s.Kind));
        Assert.Equal(ServiceCatalogue.All.Length, ServiceCatalogue.All.Select(s => s.ApplicationId).Distinct().Count());
    }

    [Theory]
    [InlineData(ExportVersions.NetFlow5)]
    [InlineData(ExportVersions.NetFlow9)]
    [InlineData(ExportVersions.Ipfix)]
    [InlineData(ExportVersions.NetFlow9 | ExportVersions.Ipfix)]
    public void Switches_speak_only_allowed_versions(ExportVersions allowed)
    {
        var campus = CampusBuilder.Build(new CampusOptions { Versions = allowed });

        Assert.Equal(allowed, campus.Switches.Aggregate(ExportVersions.None, (all, s) => all | s.Version));
    }

    [Fact]
    public void A_share_of_the_switches_samples()
    {
        var campus = CampusBuilder.Build(new CampusOptions { Switches = 40, SampledShare = 0.25, SamplingInterval = 64 });

        Assert.Equal(10, campus.Switches.Count(s => s.Sampling == 64));
        Assert.Equal(30, campus.Switches.Count(s => s.Sampling == 1));
    }

    [Fact]
    public void Faulty_options_are_named()
    {
        var options = new CampusOptions { Devices = 9000, Switches = 2, RecordsPerDatagram = 31, SampledShare = 2 };

        var fault = Assert.Throws<ArgumentException>(() => CampusBuilder.Build(options));

        Assert.Contains("ask for more switches", fault.Message, StringComparison.Ordinal);
        Assert.Contains("RecordsPerDatagram must be 1 to 30, not 31", fault.Message, StringComparison.Ordinal);
        Assert.Contains("SampledShare must be 0 to 1, not 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void People_work_by_day_and_machines_by_night()
    {
        const long threeAtNight = Exports.Morning - 7 * 3_600_000;

        Assert.True(OfficeShare(Exports.Morning) > 2 * OfficeShare(threeAtNight));

        static double OfficeShare(long startMs)
        {
            var export = Exports.Create(new CampusOptions { SampledShare = 0 });
            Exports.Run(export, 3000, static (_, _, _) => { }, startMs);
            var usage = export.Campus.Devices.Select(d => (d.Type, export.Ledger.OfDevice(d.Index).Flows)).ToArray();
            return (double)usage.Where(u => u.Type == DeviceType.Workstation).Sum(u => u.Flows) / usage.Sum(u => u.Flows);
        }
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(2000, 40)]
    [InlineData(60000, 300)]
    public void Every_device_is_in_a_network_of_its_vlan_and_of_its_site(int devices, int switches)
    {
        var truth = new CampusSimulator(new CampusOptions { Devices = devices, Switches = switches }, TimeProvider.System).GetTruth();
        var networks = truth.Subnets.ToDictionary(subnet => subnet.Cidr);
        var locations = truth.Locations.ToDictionary(location => location.Id);
        var sites = truth.Switches.ToDictionary(one => one.Name, one => one.Name[..one.Name.IndexOf('-', StringComparison.Ordinal)]);
        Assert.All(truth.Devices, device =>
        {
            var (v4, v6) = (IpAddr.Parse(device.Ip), IpAddr.Parse(device.Ipv6));
            Assert.All(new[] { networks[$"{v4.Prefix(24)}/24"], networks[$"{v6.Prefix(64)}/64"] }, subnet =>
            {
                Assert.Equal(device.Vlan, subnet.Vlan);
                Assert.Equal($"campus-{sites[device.Switch]}", locations[subnet.Location].Parent ?? subnet.Location);
            });
            Assert.All(
                new[] { networks[$"{v4.Prefix(12)}/12"], networks[$"{v6.Prefix(44)}/44"] },
                subnet => Assert.Equal((null, $"campus-{sites[device.Switch]}"), (subnet.Vlan, subnet.Location)));
        });
        Assert.All(truth.Locations.Index(), row => Assert.True(row.Item.Parent is not { } parent || truth.Locations.Take(row.Index).Any(above => above.Id == parent)));
    }
}
