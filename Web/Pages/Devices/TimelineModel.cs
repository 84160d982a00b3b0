using System.Globalization;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Groups;
using Clarion.Storage.Contracts;
using Clarion.Web.Entities;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Devices;

/// <summary>Something that was so for a while.</summary>
/// <param name="Lane">What it is about, and by whom: <c>Address, flows</c>.</param>
/// <param name="Row">Row within the lane, from 0: what was so at once lies side by side.</param>
/// <param name="Value">What was so.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when; null while it is so.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Detail">How it ended, or why it was so; null when there is nothing to say.</param>
/// <param name="Color">CSS colour.</param>
public sealed record TimelineRecord(
    string Lane, int Row, string Value, DateTimeOffset From, DateTimeOffset? To, string Source, string? Detail, string Color);

/// <summary>The past of a device in lanes.</summary>
internal static class TimelineModel
{
    /// <summary>Most rows of a lane that are drawn; the table has all.</summary>
    public const int MostRows = 6;

    private const string AddressColor = "#4f9cf0";
    private const string GoodColor = "#4fbf9f";

    private static readonly string[] Colors = ["#4fbf9f", "#b48be0", "#d9b44a", "#e0925a", "#5bbcd6", "#e2748f"];

    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["address"] = "Address",
        ["port"] = "Switch port",
        ["user"] = "User",
        ["group"] = "Security group",
        ["posture"] = "Posture",
        ["profile"] = "Profile",
        ["type"] = "Device type",
        ["anc_policy"] = "Quarantine",
        ["os"] = "Operating system",
        ["hostname"] = "Host name",
        ["mac"] = "MAC",
        ["source_id"] = "Id at the source",
    };

    // What merely describes a device is in the table of its identity, and here only where it has changed.
    private static readonly HashSet<string> Descriptive = new(StringComparer.Ordinal)
    {
        "source_id", "serial", "vendor", "model", "name", "hostname", "owner", "description", "site", "tags", "risk", "risk_points", "mac", "sgt_hint", "sgt_name", "category", "os",
        "status",
    };

    /// <summary>The timeline in a sentence.</summary>
    public static string Summary(string device, int records, IReadOnlyList<PointModel> usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"Timeline of {device}: {records} records of addresses, ports, users, groups and more, above its traffic, {Quantity.Bytes(usage.Sum(point => point.Bytes))} in all. Arrow keys walk through them.");

    /// <summary>What is drawn of the lanes of a range, lane by lane, each from its oldest on.</summary>
    public static IReadOnlyList<TimelineRecord> Of(IReadOnlyList<LaneModel> lanes, TimeRange range, GroupNames names)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        ArgumentNullException.ThrowIfNull(names);
        return [.. lanes.Where(lane => IsShown(lane, range)).SelectMany(lane => Records(lane, names))];
    }

    private static bool IsShown(LaneModel lane, TimeRange range) => !Descriptive.Contains(lane.Kind) || lane.Intervals.Count > 1
        || lane.Intervals.Any(one => one.From > range.From || one.To is { } to && to < range.To);

    private static IEnumerable<TimelineRecord> Records(LaneModel lane, GroupNames names)
    {
        var title = Titles.GetValueOrDefault(lane.Kind) ?? lane.Kind.Replace('_', ' ');
        var name = lane.Source is null ? title : $"{title}, {IdentityText.Source(lane.Source)}";
        var colors = lane.Intervals.Select(one => one.Value).Distinct(StringComparer.Ordinal).Index()
            .ToDictionary(value => value.Item, value => Color(lane.Kind, value.Item, value.Index), StringComparer.Ordinal);
        var ends = new List<DateTimeOffset>();
        foreach (var one in lane.Intervals)
        {
            var row = ends.FindIndex(end => end <= one.From);
            row = row < 0 ? ends.Count : row;
            var end = one.To ?? DateTimeOffset.MaxValue;
            if (row == ends.Count)
            {
                ends.Add(end);
            }
            else
            {
                ends[row] = end;
            }

            yield return new TimelineRecord(
                name, row, Value(lane.Kind, one.Value, names), one.From, one.To,
                lane.Kind == LaneModel.Group ? IdentityText.SgtFrom(one.Source) : IdentityText.Source(one.Source),
                lane.Kind == LaneModel.Group ? one.Detail : one.Detail is null ? null : IdentityText.Ending(one.Detail), colors[one.Value]);
        }
    }

    private static string Value(string kind, string value, GroupNames names) => kind == LaneModel.Group ? names.Of(Tag(value)) : value;

    private static string Color(string kind, string value, int index) => kind switch
    {
        "address" => AddressColor,
        LaneModel.Group => GroupColors.Of(Tag(value)),
        "posture" when value.Equals("Compliant", StringComparison.OrdinalIgnoreCase) => GoodColor,
        _ => Colors[index % Colors.Length],
    };

    private static int Tag(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
}
