using System.Globalization;
using Clarion.Gateway.Http.Groups;
using Clarion.Storage.Filters;
using Clarion.Web.Entities;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Flows;

/// <summary>Values of dimensions as charts name them.</summary>
public sealed class DimensionText(GroupNames groups)
{
    /// <summary>Between the values of several dimensions.</summary>
    public const string Arrow = " → ";

    private const string None = "none";
    private const string AllFlows = "All flows";

    /// <summary>A key of several values; of none, all flows.</summary>
    public string Of(IReadOnlyList<string> fields, IReadOnlyList<object?> key)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(key);
        return key.Count == 0 ? AllFlows : string.Join(Arrow, key.Select((value, place) => Of(fields[place], value)));
    }

    /// <summary>One value.</summary>
    public string Of(string field, object? value)
    {
        if (value is null)
        {
            return None;
        }

        return KindOf(field) switch
        {
            FilterValueKind.Group => groups.Of(Whole(value)),
            FilterValueKind.Protocol => ServiceName.ProtocolOf(Whole(value)),
            FilterValueKind.Port => Port(Whole(value)),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? None,
        };
    }

    /// <summary>The colour of a key when its one dimension has colours of its own; null when it has none.</summary>
    public static string? ColorOf(string field, object? value) =>
        KindOf(field) == FilterValueKind.Group && value is not null ? GroupColors.Of(Whole(value)) : null;

    /// <summary>True for a value that names nobody: group 0, or a device known only by its address.</summary>
    public static bool IsUnidentified(string field, object? value) => KindOf(field) switch
    {
        FilterValueKind.Group => value is null || Whole(value) == 0,
        FilterValueKind.Device => value is not string device || device.StartsWith("ip:", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>True for fields whose values may name nobody.</summary>
    public static bool MayBeUnidentified(string field) => KindOf(field) is FilterValueKind.Group or FilterValueKind.Device;

    /// <summary>The kind of a field's values; text for a field that is none.</summary>
    public static FilterValueKind KindOf(string field) => FilterFields.TryGet(field, out var known) ? known.Kind : FilterValueKind.Text;

    /// <summary>A whole number of an answer.</summary>
    public static int Whole(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);

    // A port alone says nothing about its protocol; what usually listens there is a help, not a finding.
    private static string Port(int port) =>
        ServiceNames.Find(port) is { } service ? string.Create(CultureInfo.InvariantCulture, $"{port} {service}") : port.ToString(CultureInfo.InvariantCulture);
}
