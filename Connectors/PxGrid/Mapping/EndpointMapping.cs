using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>What ISE's profiler knows of an endpoint, under the names that every source of devices uses. Pure.</summary>
internal static class EndpointMapping
{
    // ISE documents no names. These are the ones its probes, its multi-factor classification (3.3) and context-in partners are known to use, best first.
    private static readonly (string Name, string[] Spellings)[] Attributes =
    [
        ("hostname", ["host-name", "hostName", "client-fqdn", "lldpSystemName", "cdpCacheDeviceId", "assetName"]),
        ("model", ["mfcHardwareModel", "MFCInfoHardwareModel", "assetProductId", "productId", "mdmModel", "cdpCachePlatform"]),
        ("os", ["mfcOperatingSystem", "MFCInfoOperatingSystem", "operating-system-result", "AD-Operating-System", "operating-system", "operatingSystem", "mdmOsVersion"]),
        ("serial", ["assetSerialNumber", "serialNumber", "mdmSerialNumber"]),
        ("site", ["location"]),
        ("source_id", ["id", "endpointId", "assetId"]),
        ("type", ["mfcDeviceType", "mfcEndpointType", "MFCInfoEndpointType", "assetDeviceType", "deviceType"]),
        ("vendor", ["mfcHardwareManufacturer", "MFCInfoHardwareManufacturer", "assetVendor", "vendor", "mdmManufacturer", "OUI"]),
    ];

    /// <summary>Attributes by name; only those that the endpoint has.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(PxEndpoint endpoint)
    {
        var found = new List<KeyValuePair<string, string>>(Attributes.Length + 2);
        foreach (var (name, spellings) in Attributes)
        {
            foreach (var spelling in spellings)
            {
                if (endpoint.Attributes.TryGetValue(spelling, out var text) && Add(found, name, text))
                {
                    break;
                }
            }
        }

        Add(found, AttributeName.Profile, endpoint.Profile);
        Add(found, AttributeName.Tags, endpoint.IdentityGroup);
        return found;
    }

    private static bool Add(List<KeyValuePair<string, string>> attributes, string name, string? text)
    {
        var value = BoundedText.Of(text);
        if (value.Length > 0)
        {
            attributes.Add(new KeyValuePair<string, string>(name, value));
        }

        return value.Length > 0;
    }
}
