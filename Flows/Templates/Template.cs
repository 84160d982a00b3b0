using Clarion.Flows.Elements;

namespace Clarion.Flows.Templates;

/// <summary>
/// An announced template with the program compiled from it. Layout and program never change; a different announcement makes a new one.
/// </summary>
internal sealed class Template
{
    private TemplateFieldSnapshot[]? _view;

    public Template(ushort id, bool isOptions, int scopeFields, TemplateField[] fields)
    {
        (Id, IsOptions, ScopeFields, Fields) = (id, isOptions, scopeFields, fields);
        Offsets = new int[fields.Length];
        Lengths = new int[fields.Length];
        IsFixed = true;
        for (var i = 0; i < fields.Length; i++)
        {
            Offsets[i] = MinLength;
            Lengths[i] = fields[i].Length;
            IsFixed &= !fields[i].IsVariable;
            MinLength += fields[i].IsVariable ? 1 : fields[i].Length;
        }

        Node = new LinkedListNode<Template>(this);
    }

    public ushort Id { get; }

    public bool IsOptions { get; }

    public int ScopeFields { get; }

    public TemplateField[] Fields { get; }

    /// <summary>False when some field has a length of its own in every record.</summary>
    public bool IsFixed { get; }

    /// <summary>Length of every record, or of the shortest when lengths vary.</summary>
    public int MinLength { get; }

    /// <summary>Offset of each field in a record of fixed length.</summary>
    public int[] Offsets { get; }

    /// <summary>Length of each field in a record of fixed length.</summary>
    public int[] Lengths { get; }

    /// <summary>How records become flows; null for options templates.</summary>
    public FlowProgram? Flow { get; init; }

    /// <summary>How records become tables; null for data templates.</summary>
    public OptionsProgram? Options { get; init; }

    public long FirstSeenMs { get; set; }

    /// <summary>Last announcement; 0 = not since the state was restored.</summary>
    public long LastSeenMs { get; set; }

    /// <summary>Last announcement, to this decoder or to the one that it was taken over from, Unix milliseconds; 0 = not known.</summary>
    public long AnnouncedMs { get; set; }

    /// <summary><see cref="AnnouncedMs"/> as it was saved last.</summary>
    public long SavedAnnouncedMs { get; set; }

    public long LastUsedMs { get; set; }

    public long Records { get; set; }

    /// <summary>The layout this one replaced, so that an exporter that flips between two does not make us compile each time.</summary>
    public Template? Previous { get; set; }

    /// <summary>Place in the exporter's order of use.</summary>
    public LinkedListNode<Template> Node { get; }

    /// <summary>Estimate of the memory held.</summary>
    public long EstimatedBytes => 512 + (Fields.Length * 96L);

    public bool Describes(bool isOptions, int scopeFields, ReadOnlySpan<TemplateField> fields) =>
        IsOptions == isOptions && ScopeFields == scopeFields && Fields.AsSpan().SequenceEqual(fields);

    public TemplateSnapshot Snapshot(int version) =>
        new(Id, IsOptions, ScopeFields, _view ??= View(version), FirstSeenMs, LastSeenMs, Records);

    private TemplateFieldSnapshot[] View(int version)
    {
        var view = new TemplateFieldSnapshot[Fields.Length];
        for (var i = 0; i < view.Length; i++)
        {
            var field = Fields[i];
            var name = version == 9 && i < ScopeFields
                ? ScopeName(field.Element)
                : ElementTable.Find(field.Enterprise, field.Element)?.Name ?? "";
            view[i] = new(field.Enterprise, field.Element, name, field.Length, Flow?.ColumnOf(i) ?? "");
        }

        return view;
    }

    // RFC 3954, section 6.1: v9 scopes have numbers of their own.
    private static string ScopeName(ushort scope) => scope switch
    {
        1 => "scope system",
        2 => "scope interface",
        3 => "scope line card",
        4 => "scope cache",
        5 => "scope template",
        _ => "",
    };
}
