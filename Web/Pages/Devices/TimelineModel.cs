using System.Globalization;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Groups;
using Clarion.Storage.Contracts;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Devices;

/// <summary>Something that was so for a while.</summary>
/// <param name="Lane">What it is about: an address, the switch port, the group.</param>
/// <param name="Value">What was so.</param>
/// <param name="From">First seen.</param>
/// <param name="To">Last seen.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Where">Switch, port and VLAN that saw it; null when unknown.</param>
/// <param name="Color">CSS colour.</param>
public sealed record TimelineRecord(string Lane, string Value, DateTimeOffset From, DateTimeOffset To, string Source, string? Where, string Color);

/// <summary>The past of a device in lanes.</summary>
internal static class TimelineModel
{
    private const string AddressColor = "#4f9cf0";

    private static readonly string[] PortColors = ["#4fbf9f", "#b48be0", "#d9b44a", "#e0925a"];

    /// <summary>The timeline in a sentence.</summary>
    public static string Summary(string device, int records, IReadOnlyList<PointModel> usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"Timeline of {device}: {records} records of addresses, switch ports and groups, above its traffic, {Quantity.Bytes(usage.Sum(point => point.Bytes))} in all.");

    /// <summary>All records of a device: addresses, then its switch port, then its group by source; the newest of each first.</summary>
    public static IReadOnlyList<TimelineRecord> Of(DeviceDetailModel device, GroupNames names)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(names);
        return
        [
            .. device.Addresses.SelectMany(address => address.Intervals.Select(held => new TimelineRecord(
                address.Address, address.Address, held.From, held.To, SightingSource.Of(held.Source), Where(held.Switch, held.Interface, held.Vlan), AddressColor))),
            .. Ports(device),
            .. device.Sgts.OrderByDescending(seen => seen.LastSeen).Select(seen => new TimelineRecord(
                "SGT, from " + SightingSource.Of(seen.Source), names.Of(seen.Sgt), seen.FirstSeen, seen.LastSeen, SightingSource.Of(seen.Source), null,
                GroupColors.Of(seen.Sgt))),
        ];
    }

    /// <summary>Those that reach into a range.</summary>
    public static IReadOnlyList<TimelineRecord> Within(IEnumerable<TimelineRecord> records, TimeRange range) =>
        [.. records.Where(record => record.To >= range.From && record.From < range.To)];

    // Where addresses were seen is where the device was; intervals at the same port that touch are one.
    private static IEnumerable<TimelineRecord> Ports(DeviceDetailModel device)
    {
        List<(string Port, DateTimeOffset From, DateTimeOffset To, string Source)> stays = [];
        var seen = device.Addresses.SelectMany(address => address.Intervals)
            .Where(held => held.Switch is not null)
            .Select(held => (Port: Where(held.Switch, held.Interface, held.Vlan)!, held.From, held.To, Source: SightingSource.Of(held.Source)));
        if (device.Port is { } now)
        {
            seen = seen.Append((Where(now.Switch, now.Interface, now.Vlan)!, now.LastSeen, now.LastSeen, SightingSource.Of("flow")));
        }

        foreach (var stay in seen.OrderBy(stay => stay.From))
        {
            if (stays.Count > 0 && stays[^1].Port == stay.Port)
            {
                stays[^1] = stays[^1] with { To = stay.To > stays[^1].To ? stay.To : stays[^1].To };
            }
            else
            {
                stays.Add(stay);
            }
        }

        var colors = stays.Select(stay => stay.Port).Distinct(StringComparer.Ordinal).Index().ToDictionary(port => port.Item, port => PortColors[port.Index % PortColors.Length]);
        return Enumerable.Reverse(stays).Select(stay => new TimelineRecord("Switch port", stay.Port, stay.From, stay.To, stay.Source, null, colors[stay.Port]));
    }

    private static string? Where(string? exporter, long? port, int? vlan) => exporter is null
        ? null
        : exporter + (port is { } number ? FormattableString.Invariant($" port {number}") : "") + (vlan is { } tag ? FormattableString.Invariant($" VLAN {tag}") : "");
}
