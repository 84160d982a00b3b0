using System.Text;
using System.Text.Json;
using Clarion.Connectors.PxGrid.Json;

namespace Clarion.Connectors.PxGrid.Endpoints;

/// <summary>
/// An endpoint as profiling sees it: an open bag of attributes whose names ISE does not document, so all are kept, and the few that matter
/// are looked for under each of their known names.
/// </summary>
/// <param name="Attributes">
/// Every attribute that is no object or list, and the first of each list of the multi-factor classification, by ISE's name, in any case.
/// </param>
/// <param name="Json">The whole, as it came.</param>
public sealed record PxEndpoint(IReadOnlyDictionary<string, string> Attributes, string Json)
{
    // An object of lists: what the classification of ISE 3.3 and later takes the device for.
    private const string Classification = "mfcAttributes";

    /// <summary>The MAC, or null.</summary>
    public string? MacAddress => First("mac", "macAddress", "MACAddress", "endPointMacAddress");

    /// <summary>Name of the profile, or null.</summary>
    public string? Profile => First("endpointPolicy", "endPointProfile", "endpointProfile", "matchedPolicy", "profileName");

    /// <summary>Name of the identity group, or null.</summary>
    public string? IdentityGroup => First("identityGroup", "identityGroupName", "endpointIdentityGroup");

    /// <summary>CREATE, UPDATE or DELETE in an event; null in a read.</summary>
    public string? Operation => First("operation", "opType");

    internal static PxEndpoint Parse(ReadOnlyMemory<byte> json)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in JsonSlices.Properties(json))
        {
            if (Text(value) is { } text)
            {
                attributes[name] = text;
            }
            else if (name.Equals(Classification, StringComparison.OrdinalIgnoreCase) && IsObject(value))
            {
                foreach (var (label, labels) in JsonSlices.Properties(value))
                {
                    if ((Text(labels) ?? JsonSlices.Elements(labels).Select(Text).FirstOrDefault()) is { } first)
                    {
                        attributes.TryAdd(label, first);
                    }
                }
            }
        }

        return new PxEndpoint(attributes, Encoding.UTF8.GetString(json.Span));
    }

    private static bool IsObject(ReadOnlyMemory<byte> json) => json.Span is [(byte)'{', ..];

    private static string? Text(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return TolerantStringConverter.Text(ref reader);
    }

    private string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Attributes.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value))
            {
                return value;
            }
        }

        return null;
    }
}
