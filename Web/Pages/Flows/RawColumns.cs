using Clarion.Storage.Filters;

namespace Clarion.Web.Pages.Flows;

/// <summary>A column of the list of raw flows.</summary>
/// <param name="Id">How the address names it: a field, or one of the combined ones.</param>
/// <param name="Title">Heading.</param>
/// <param name="Meaning">One line for people.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
/// <param name="Fields">The fields it shows.</param>
public sealed record RawColumn(string Id, string Title, string Meaning, bool IsNumber, IReadOnlyList<string> Fields);

/// <summary>Which columns there are, and which are shown: parameter <c>cols</c> of the address.</summary>
public static class RawColumns
{
    /// <summary>Name of the parameter.</summary>
    public const string Parameter = "cols";

    /// <summary>Source as one column.</summary>
    public const string Source = "src";

    /// <summary>Destination as one column.</summary>
    public const string Destination = "dst";

    /// <summary>Protocol and port as one column.</summary>
    public const string Service = "service";

    private static readonly RawColumn[] Combined =
    [
        new(Source, "Source", "Address, port and group of the source.", false, ["src.ip", "src.port", "src.sgt"]),
        new(Destination, "Destination", "Address, port and group of the destination.", false, ["dst.ip", "dst.port", "dst.sgt"]),
        new(Service, "Service", "Protocol, and what usually listens at the lower known port.", false, ["protocol", "src.port", "dst.port"]),
    ];

    /// <summary>Every column, the combined ones first.</summary>
    public static IReadOnlyList<RawColumn> All { get; } =
        [.. Combined, .. FilterFields.For(FilterScopes.Flow).Where(field => field.IsOfRecord).Select(field => new RawColumn(field.Name, TitleOf(field.Name), field.Description, IsNumber(field), [field.Name]))];

    /// <summary>What is shown when the address names none.</summary>
    public static IReadOnlyList<RawColumn> Default { get; } = Find("start", Source, Destination, Service, "bytes", "packets", "duration", "exporter");

    /// <summary>The columns that an address names, in its order; unknown names are passed over, and without any the default is shown.</summary>
    public static IReadOnlyList<RawColumn> Read(string? text)
    {
        var named = Find((text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray());
        return named.Length > 0 ? named : Default;
    }

    /// <summary>As an address names them; null for the default.</summary>
    public static string? Write(IReadOnlyList<RawColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Count == 0 || columns.SequenceEqual(Default) ? null : string.Join(',', columns.Select(column => column.Id));
    }

    /// <summary>With a column that is not there, at the end, or without one that is.</summary>
    public static IReadOnlyList<RawColumn> Toggle(IReadOnlyList<RawColumn> columns, RawColumn column)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Contains(column) ? [.. columns.Where(one => one != column)] : [.. columns, column];
    }

    /// <summary>The fields behind columns, each once, as an export names its columns.</summary>
    public static string Fields(IReadOnlyList<RawColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return string.Join(',', columns.SelectMany(column => column.Fields).Distinct(StringComparer.Ordinal));
    }

    private static RawColumn[] Find(params string[] ids) =>
        [.. ids.Select(id => All.FirstOrDefault(column => column.Id == id)).OfType<RawColumn>()];

    private static string TitleOf(string name) => name switch
    {
        "start" => "Start",
        "end" => "End",
        "duration" => "Duration",
        "bytes" => "Bytes",
        "packets" => "Packets",
        "exporter" => "Exporter",
        _ => name,
    };

    private static bool IsNumber(FilterField field) => field.Kind is FilterValueKind.Number or FilterValueKind.Duration or FilterValueKind.Port;
}
