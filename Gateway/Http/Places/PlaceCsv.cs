using System.Globalization;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Errors;

namespace Clarion.Gateway.Http.Places;

/// <summary>Locations and subnets as CSV: the header names fields as JSON does, in any order and either case; empty is not stated.</summary>
internal static class PlaceCsv
{
    private static readonly string[] LocationFields =
    [
        "id", "name", "type", "parent", "address", "latitude", "longitude", "timeZone", "description", "siteType", "contactName", "contactPhone", "contactEmail",
        "metadata",
    ];

    private static readonly string[] SubnetFields =
        ["cidr", "name", "location", "vlan", "purpose", "gateway", "description", "switch", "dhcpStart", "dhcpEnd", "metadata"];

    /// <summary>The locations, and the line of each.</summary>
    /// <exception cref="RowsRefusedException">Fields cannot be read.</exception>
    public static (IReadOnlyList<Location> Rows, IReadOnlyList<int> Lines) Locations(string text) => Read(text, LocationFields, field => new Location
    {
        Id = field.Text("id") ?? "",
        Name = field.Text("name") ?? "",
        Type = field.Text("type") ?? "",
        Parent = field.Text("parent"),
        Address = field.Text("address"),
        Latitude = field.Number("latitude"),
        Longitude = field.Number("longitude"),
        TimeZone = field.Text("timeZone"),
        Description = field.Text("description"),
        SiteType = field.Text("siteType"),
        ContactName = field.Text("contactName"),
        ContactPhone = field.Text("contactPhone"),
        ContactEmail = field.Text("contactEmail"),
        Metadata = field.Text("metadata"),
    });

    /// <summary>The subnets, and the line of each.</summary>
    /// <exception cref="RowsRefusedException">Fields cannot be read.</exception>
    public static (IReadOnlyList<NetworkSubnet> Rows, IReadOnlyList<int> Lines) Subnets(string text) => Read(text, SubnetFields, field => new NetworkSubnet
    {
        Cidr = field.Text("cidr") ?? "",
        Name = field.Text("name") ?? "",
        Location = field.Text("location"),
        Vlan = field.Whole("vlan"),
        Purpose = field.Text("purpose"),
        Gateway = field.Text("gateway"),
        Description = field.Text("description"),
        Switch = field.Text("switch"),
        DhcpStart = field.Text("dhcpStart"),
        DhcpEnd = field.Text("dhcpEnd"),
        Metadata = field.Text("metadata"),
    });

    private static (IReadOnlyList<T> Rows, IReadOnlyList<int> Lines) Read<T>(string text, string[] known, Func<Fields, T> make)
    {
        IReadOnlyList<CsvRow> table;
        try
        {
            table = CsvTable.Read(text);
        }
        catch (FormatException fault)
        {
            throw new BadParameterException("body", fault.Message);
        }

        if (table.Count < 2)
        {
            throw new BadParameterException("body", $"The CSV has no rows; expected a header of {string.Join(",", known)} and a line for each.");
        }

        var header = table[0].Fields;
        var faults = new List<RowFault>();
        faults.AddRange(header.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => new RowFault(table[0].Line, name, $"There is no field '{name}'; known: {string.Join(", ", known)}.")));
        faults.AddRange(header.CountBy(name => name, StringComparer.OrdinalIgnoreCase).Where(name => name.Value > 1)
            .Select(name => new RowFault(table[0].Line, name.Key, $"The field '{name.Key}' is there twice.")));
        var (rows, lines) = (new List<T>(), new List<int>());
        foreach (var row in table.Skip(1))
        {
            if (row.Fields.Count != header.Count)
            {
                faults.Add(new RowFault(row.Line, "", FormattableString.Invariant($"The row has {row.Fields.Count} fields, the header {header.Count}.")));
            }
            else if (faults.Count == 0 || faults[0].Row != table[0].Line)
            {
                rows.Add(make(new Fields(header, row, faults)));
                lines.Add(row.Line);
            }
        }

        return faults.Count == 0 ? (rows, lines) : throw new RowsRefusedException(faults);
    }

    private sealed class Fields(IReadOnlyList<string> header, CsvRow row, List<RowFault> faults)
    {
        public string? Text(string name)
        {
            for (var i = 0; i < header.Count; i++)
            {
                if (header[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return row.Fields[i].Length == 0 ? null : row.Fields[i];
                }
            }

            return null;
        }

        public double? Number(string name) => Text(name) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : Fault<double>(name, text, "a number");

        public int? Whole(string name) => Text(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Fault<int>(name, text, "a whole number");

        private T? Fault<T>(string name, string text, string expected)
            where T : struct
        {
            faults.Add(new RowFault(row.Line, name, $"'{text}' is not {expected}."));
            return null;
        }
    }
}
