using System.Globalization;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>What the values of a column are. Fixed by the field, so that files of different times fit together.</summary>
internal enum ExportType
{
    Text,
    Whole,
    Unsigned,
    Real,
    Truth,
    Time,
}

/// <summary>A column of an exported file.</summary>
/// <param name="Name">Name: a field of the filter language, or a measure.</param>
/// <param name="Type">What its values are.</param>
internal sealed record ExportColumn(string Name, ExportType Type)
{
    // Counters of the exporter may use all 64 bits; scaled ones are products.
    private static readonly HashSet<string> Unsigned = new(StringComparer.Ordinal)
    {
        "bytes.raw", "packets.raw", "bytes.post", "packets.post", "flow.id", "sampler",
    };

    private static readonly HashSet<string> Real = new(StringComparer.Ordinal) { "bytes", "packets", "sampling.rate" };

    // Twelve bytes: too wide for a number.
    private static readonly HashSet<string> Wide = new(StringComparer.Ordinal) { "acl.in", "acl.out" };

    /// <summary>The column of a field.</summary>
    public static ExportColumn Of(FilterField field) => new(field.Name, TypeOf(field));

    /// <summary>A value as the column's type; null when there is none.</summary>
    public object? Convert(object? value) => value is null
        ? null
        : Type switch
        {
            ExportType.Text => System.Convert.ToString(value, CultureInfo.InvariantCulture),
            ExportType.Whole => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
            ExportType.Unsigned => System.Convert.ToUInt64(value, CultureInfo.InvariantCulture),
            ExportType.Real => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
            ExportType.Time => ((DateTimeOffset)value).UtcDateTime,
            _ => value,
        };

    private static ExportType TypeOf(FilterField field) => field.Kind switch
    {
        FilterValueKind.Time => ExportType.Time,
        FilterValueKind.Boolean => ExportType.Truth,
        FilterValueKind.Number when Unsigned.Contains(field.Name) => ExportType.Unsigned,
        FilterValueKind.Number when Real.Contains(field.Name) => ExportType.Real,
        FilterValueKind.Number when Wide.Contains(field.Name) => ExportType.Text,
        FilterValueKind.Number or FilterValueKind.Port or FilterValueKind.Protocol or FilterValueKind.Group or FilterValueKind.Duration => ExportType.Whole,
        _ => ExportType.Text,
    };
}
