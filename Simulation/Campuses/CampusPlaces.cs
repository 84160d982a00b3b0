using System.Globalization;
using Clarion.Flows;

namespace Clarion.Simulation.Campuses;

/// <summary>Where the campus is: its sites with their data centres, the networks of each site, and in them one per VLAN.</summary>
internal static class CampusPlaces
{
    private const int SiteLengthV4 = 12;
    private const int SiteLengthV6 = 44;
    private const int VlanLengthV4 = 24;
    private const int VlanLengthV6 = 64;

    public static IEnumerable<LocationTruth> Locations(Campus campus)
    {
        foreach (var number in Sites(campus))
        {
            var site = CampusSite.All[number];
            yield return new LocationTruth(
                Id(number), site.Name, number == 0 ? "CAMPUS" : "BRANCH", null, site.Latitude, site.Longitude, site.TimeZone);
            if (campus.Devices.Any(device => device.Site == number && device.Type == DeviceType.Server))
            {
                yield return new LocationTruth(DataCentre(number), "Data centre", "BUILDING", Id(number), null, null, null);
            }
        }
    }

    public static IEnumerable<SubnetTruth> Subnets(Campus campus)
    {
        foreach (var site in Sites(campus))
        {
            var (v4, v6) = CampusBuilder.NetworksOf(site);
            yield return new SubnetTruth(Cidr(v4, SiteLengthV4), CampusSite.All[site].Name, Id(site), null, null);
            yield return new SubnetTruth(Cidr(v6, SiteLengthV6), CampusSite.All[site].Name, Id(site), null, null);
        }

        // All devices of a VLAN are in one network of each family.
        foreach (var device in campus.Devices.DistinctBy(device => new IpAddr(device.Address).Prefix(VlanLengthV4)))
        {
            var at = device.Type == DeviceType.Server ? DataCentre(device.Site) : Id(device.Site);
            var (kind, purpose) = Words(device.Type);
            var name = string.Create(CultureInfo.InvariantCulture, $"{CampusSite.All[device.Site].Name} {kind}, VLAN {device.Vlan}");
            yield return new SubnetTruth(Cidr(new IpAddr(device.Address), VlanLengthV4), name, at, device.Vlan, purpose);
            yield return new SubnetTruth(Cidr(new IpAddr(device.AddressV6), VlanLengthV6), name, at, device.Vlan, purpose);
        }
    }

    private static IEnumerable<int> Sites(Campus campus) => campus.Switches.Select(one => one.Site).Distinct().Order();

    private static string Id(int site) => $"campus-{CampusSite.All[site].Code}";

    private static string DataCentre(int site) => $"{Id(site)}-dc";

    private static string Cidr(IpAddr address, int length) => string.Create(CultureInfo.InvariantCulture, $"{address.Prefix(length)}/{length}");

    private static (string Kind, string Purpose) Words(DeviceType type) => type switch
    {
        DeviceType.Workstation => ("workstations", "USER"),
        DeviceType.Phone => ("phones", "VOICE"),
        DeviceType.Camera => ("cameras", "IOT"),
        DeviceType.Printer => ("printers", "IOT"),
        DeviceType.BadgeReader => ("doors", "IOT"),
        DeviceType.Medical => ("medical devices", "IOT"),
        DeviceType.Sensor => ("sensors", "IOT"),
        DeviceType.AccessPoint => ("access points", "MGMT"),
        _ => ("servers", "SERVER"),
    };
}
