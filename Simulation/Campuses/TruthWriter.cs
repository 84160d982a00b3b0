using Clarion.Flows;
using Clarion.Simulation.Export;

namespace Clarion.Simulation.Campuses;

/// <summary>Puts the campus and its ledger into the shape of the ground truth.</summary>
internal static class TruthWriter
{
    public static CampusTruth Write(CampusExport export, SimulationProgress sent, bool ownAddresses)
    {
        var campus = export.Campus;
        var switches = campus.Switches.Select(s => OfSwitch(s, export.Ledger, ownAddresses)).ToArray();
        return new CampusTruth(
            campus.Options.Seed,
            SecurityGroups.Names,
            switches,
            [.. campus.Devices.Select(d => OfDevice(d, campus, export.Ledger))],
            [.. ServiceCatalogue.All.Where(s => !s.External).Select(s => OfService(s, campus))],
            new SentTruth(
                sent.Datagrams, sent.Records, sent.Flows, sent.OptionsRecords, sent.Templates, switches.Sum(s => s.RawBytes),
                switches.Sum(s => s.Bytes), sent.Refused, sent.Elapsed.TotalSeconds))
        {
            Locations = [.. CampusPlaces.Locations(campus)],
            Subnets = [.. CampusPlaces.Subnets(campus)],
        };
    }

    private static SwitchTruth OfSwitch(CampusSwitch owner, TrafficLedger ledger, bool ownAddresses)
    {
        ref readonly var usage = ref ledger.OfSwitch(owner.Index);
        var version = owner.Version switch { ExportVersions.NetFlow5 => 5, ExportVersions.NetFlow9 => 9, _ => 10 };
        return new SwitchTruth(
            owner.Name, owner.Site, ownAddresses ? owner.ExportAddress.ToString() : "", owner.Domain, version, owner.Biflow, owner.Sampling,
            usage.Flows, usage.RawBytes, usage.RawPackets, usage.BytesSent);
    }

    private static DeviceTruth OfDevice(CampusDevice device, Campus campus, TrafficLedger ledger)
    {
        ref readonly var usage = ref ledger.OfDevice(device.Index);
        var at = campus.Switches[device.Switch];
        return new DeviceTruth(
            device.Name, device.Type.ToString(), new MacAddr(device.Mac).ToString(), new IpAddr(device.Address).ToString(),
            new IpAddr(device.AddressV6).ToString(), at.Name, device.Port, at.InterfaceName(device.Port), device.Vlan, device.Sgt,
            device.User.Length > 0 ? device.User : null, device.Role?.ToString(), usage.Flows, usage.BytesSent, usage.BytesReceived);
    }

    private static ServiceTruth OfService(ServiceDefinition service, Campus campus) => new(
        service.Name, service.Protocol, service.Port,
        [.. campus.Services.Of(service.Kind).ToArray().Select(d => new IpAddr(d.Address).ToString())]);
}
