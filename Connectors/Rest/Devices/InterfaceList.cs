using Clarion.Connectors.Facts;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Rest.Devices;

/// <summary>Gathers the interfaces of one record: bad MACs are counted, a MAC that comes again brings its address to the first.</summary>
internal sealed class InterfaceList
{
    /// <summary>Most addresses of one interface that are kept.</summary>
    public const int MaxAddresses = 32;

    private readonly List<DeviceInterface> _interfaces = [];

    /// <summary>The interfaces.</summary>
    public IReadOnlyList<DeviceInterface> Interfaces => _interfaces;

    /// <summary>MACs that name no device.</summary>
    public int Skipped { get; private set; }

    /// <summary>The last of them in words.</summary>
    public string? Reason { get; private set; }

    /// <summary>Adds one interface; without MAC there is none.</summary>
    public void Add(string? mac, IReadOnlyList<string> addresses, NetworkPlace? place, DateTimeOffset? seenAt, ushort sgt)
    {
        if (string.IsNullOrWhiteSpace(mac))
        {
            return;
        }

        if (!HostMac.TryParse(mac, out var host))
        {
            Skipped++;
            Reason = $"'{BoundedText.Of(mac)}' is no MAC of a device.";
            return;
        }

        var usable = HostAddresses.Of(addresses, MaxAddresses);
        var at = _interfaces.FindIndex(i => i.Mac == host);
        if (at < 0)
        {
            _interfaces.Add(new DeviceInterface(host, usable, place, seenAt, sgt));
            return;
        }

        var first = _interfaces[at];
        _interfaces[at] = first with
        {
            Addresses = [.. first.Addresses.Union(usable).Take(MaxAddresses)],
            Place = first.Place ?? place,
            SeenAt = first.SeenAt > seenAt ? first.SeenAt : seenAt ?? first.SeenAt,
            Sgt = first.Sgt != 0 ? first.Sgt : sgt,
        };
    }
}
