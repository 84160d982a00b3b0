using System.Globalization;
using System.Text.Json;
using Clarion.Connectors.Facts;
using Clarion.Connectors.GenericRest.Paths;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Json;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.GenericRest;

/// <summary>What a record says by the paths of the configuration. Whatever the record holds, it becomes a device or is skipped with a reason.</summary>
internal sealed class GenericMapping(GenericRestOptions options)
{
    private const int MaxVlan = 4094;

    private readonly JsonPath? _mac = GenericSource.PathOf(options.Identity.Mac);
    private readonly JsonPath? _ip = GenericSource.PathOf(options.Identity.Ip);
    private readonly JsonPath? _sourceId = GenericSource.PathOf(options.Identity.SourceId);
    private readonly JsonPath? _lastSeen = GenericSource.PathOf(options.Identity.LastSeen);
    private readonly JsonPath? _switch = GenericSource.PathOf(options.Identity.Switch);
    private readonly JsonPath? _port = GenericSource.PathOf(options.Identity.Port);
    private readonly JsonPath? _vlan = GenericSource.PathOf(options.Identity.Vlan);
    private readonly (string Name, JsonPath Path)[] _fields = [.. options.Fields.Select(f => (f.Key, GenericSource.PathOf(f.Value)!))];

    /// <summary>The device.</summary>
    public Mapped<DeviceRecord> Of(JsonElement record, DateTimeOffset readAt)
    {
        var interfaces = Interfaces(record, PlatformTime.Of(First(_lastSeen, record), readAt));
        if (interfaces.Interfaces.Count == 0)
        {
            return new Mapped<DeviceRecord>(null, 1, interfaces.Reason ?? $"A record has no MAC at '{options.Identity.Mac}'.");
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in _fields)
        {
            JsonText.Put(attributes, name, string.Join(", ", Texts(path, record).Where(t => t.Length > 0)));
        }

        var id = First(_sourceId, record) is { Length: > 0 } own ? own : interfaces.Interfaces[0].Mac.ToString();
        return new Mapped<DeviceRecord>(
            new DeviceRecord(id, attributes, interfaces.Interfaces, interfaces.Interfaces[0].SeenAt), interfaces.Skipped, interfaces.Reason);
    }

    private InterfaceList Interfaces(JsonElement record, DateTimeOffset? seenAt)
    {
        var (macs, addresses) = (Texts(_mac, record), Texts(_ip, record));
        var (switches, ports, vlans) = (Texts(_switch, record), Texts(_port, record), Texts(_vlan, record));
        var interfaces = new InterfaceList();
        for (var i = 0; i < macs.Count; i++)
        {
            var place = Place(At(switches, i), At(ports, i), At(vlans, i));
            interfaces.Add(macs[i], macs.Count == 1 ? addresses : At(addresses, i) is { Length: > 0 } one ? [one] : [], place, seenAt, 0);
        }

        return interfaces;
    }

    private static NetworkPlace? Place(string switchAddress, string port, string vlan)
    {
        var place = new NetworkPlace
        {
            Switch = IpAddr.TryParse(switchAddress, out var address) ? address : IpAddr.None,
            Port = BoundedText.Of(port),
            Vlan = ushort.TryParse(vlan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxVlan ? number : (ushort)0,
        };
        return place.Switch.IsNone && place.Port.Length == 0 && place.Vlan == 0 ? null : place;
    }

    private static string? First(JsonPath? path, JsonElement record) => Texts(path, record) is [var first, ..] ? first : null;

    private static string At(List<string> list, int index) => index < list.Count ? list[index] : "";

    // A path that leads to a list means its elements.
    private static List<string> Texts(JsonPath? path, JsonElement record)
    {
        var texts = new List<string>();
        foreach (var value in path?.Find(record, JsonText.MaxList) ?? [])
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                texts.AddRange(value.EnumerateArray().Take(JsonText.MaxList - texts.Count).Select(v => JsonText.Of(v) ?? ""));
            }
            else
            {
                texts.Add(JsonText.Of(value) ?? "");
            }

            if (texts.Count >= JsonText.MaxList)
            {
                break;
            }
        }

        return texts;
    }
}
