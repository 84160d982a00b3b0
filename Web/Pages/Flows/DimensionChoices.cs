using Clarion.Storage.Filters;

namespace Clarion.Web.Pages.Flows;

/// <summary>The fields by which flows can be grouped, sorted for choosing.</summary>
public static class DimensionChoices
{
    private const string Device = "device";

    private static readonly string[] What =
    [
        "protocol", "icmp.type", "icmp.code", "tcp.flags", "application", "application.id", "application.name", "direction", "denied",
        "firewall.event", "firewall.event.extended", "end.reason",
    ];

    /// <summary>Every dimension: who, what, where.</summary>
    public static readonly IReadOnlyList<(string Title, IReadOnlyList<FilterField> Fields)> Groups = [.. All().GroupBy(Title).Select(group => (group.Key, Fields(group)))];

    /// <summary>True when only raw flows know the field, which take longer to read than rollups.</summary>
    public static bool IsRawOnly(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return !field.Scopes.HasFlag(FilterScopes.Conversation);
    }

    /// <summary>The dimensions once a field is added. What cannot stand beside it goes: <c>device</c> stands alone, and no table has both fields of conversations only and of raw flows only.</summary>
    public static IReadOnlyList<string> Add(IReadOnlyList<string> chosen, FilterField field)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(field);
        string[] kept = [.. chosen.Where(name => name != field.Name && Fits(name, field))];
        return kept.Length < FlowLook.MaxDimensions ? [.. kept, field.Name] : chosen;
    }

    /// <summary>The dimensions with one of them moved by so many places.</summary>
    public static IReadOnlyList<string> Move(IReadOnlyList<string> chosen, int place, int by)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var moved = chosen.ToList();
        var name = moved[place];
        moved.RemoveAt(place);
        moved.Insert(Math.Clamp(place + by, 0, moved.Count), name);
        return moved;
    }

    /// <summary>Names of chosen dimensions that would go if the field were added.</summary>
    public static IReadOnlyList<string> Replaced(IReadOnlyList<string> chosen, FilterField field)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(field);
        return [.. chosen.Where(name => name != field.Name && !Fits(name, field))];
    }

    private static bool Fits(string name, FilterField field) =>
        name != Device && field.Name != Device && FilterFields.TryGet(name, out var other)
        && (other.Scopes & field.Scopes & (FilterScopes.Flow | FilterScopes.Conversation)) != 0;

    private static IEnumerable<FilterField> All() =>
        FilterFields.For(FilterScopes.Flow | FilterScopes.Conversation).Where(field => field.IsDimension);

    private static string Title(FilterField field) => field switch
    {
        _ when field.Kind == FilterValueKind.Port || What.Contains(field.Name, StringComparer.Ordinal) => "What was exchanged",
        { Kind: FilterValueKind.Group or FilterValueKind.Device } or { Name: "src.ip" or "dst.ip" or "src.mac" or "dst.mac" or "src.sgt.name" or "dst.sgt.name" or "user" } => "Who",
        _ => "Where it was seen, and how",
    };

    // What rollups know comes first: it answers sooner, and is asked for more often.
    private static IReadOnlyList<FilterField> Fields(IEnumerable<FilterField> group) => [.. group.OrderBy(IsRawOnly)];
}
