namespace Clarion.Storage.Filters;

/// <summary>One condition per field that shows how its values are written.</summary>
public static class FilterExample
{
    /// <summary>A whole filter that compares the field with a value of its kind.</summary>
    public static string Of(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Kind == FilterValueKind.Boolean ? field.Name : $"{field.Name} {Comparison(field)}";
    }

    private static string Comparison(FilterField field) => field.Kind switch
    {
        FilterValueKind.Number => "= 10-20",
        FilterValueKind.Port => "in (https, 8443)",
        FilterValueKind.Protocol => "= tcp",
        FilterValueKind.Address => "= 10.0.0.0/8",
        FilterValueKind.Mac => "= 00:11:22:aa:bb:cc",
        FilterValueKind.Device => "= ip:10.1.2.3",
        FilterValueKind.Group => "= 17",
        FilterValueKind.Application => "= 13:453",
        FilterValueKind.Duration => ">= 5s",
        FilterValueKind.Time => ">= 2026-01-31T08:00:00Z",
        FilterValueKind.Flags => "contains SA",
        FilterValueKind.Name => $"= {field.Names.MaxBy(name => name.Value).Key}",
        _ => "contains \"some text\"",
    };
}
