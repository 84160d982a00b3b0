namespace Clarion.Gateway.Http.Groups;

/// <summary>Categories that stand for their groups in the matrix. As text: names separated by commas, a comma or per cent sign in a name as <c>%2C</c> or <c>%25</c>.</summary>
public sealed class ClosedCategories
{
    /// <summary>Where groups without a category stand together.</summary>
    public const string Other = "Other groups";

    private readonly SortedSet<string> _names;

    private ClosedCategories(IEnumerable<string> names) => _names = new SortedSet<string>(names, StringComparer.Ordinal);

    /// <summary>Whether every group stands for itself.</summary>
    public bool IsEmpty => _names.Count == 0;

    /// <summary>Reads the text; names that no group has do no harm.</summary>
    public static ClosedCategories Read(string? text) => new((text ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString));

    /// <summary>Every category there is, and <see cref="Other"/>.</summary>
    public static ClosedCategories All(GroupNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new ClosedCategories(names.Categories.Values.Append(Other));
    }

    /// <summary>The category under which a group stands, closed or not; null for unknown, which stands for itself.</summary>
    public static string? Of(int tag, GroupNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return tag == 0 ? null : names.CategoryOf(tag) ?? Other;
    }

    /// <summary>Whether a category is closed.</summary>
    public bool Contains(string category) => _names.Contains(category);

    /// <summary>The same with one category opened that was closed, or closed that was open.</summary>
    public ClosedCategories Toggle(string category) => new(Contains(category) ? _names.Where(name => name != category) : _names.Append(category));

    /// <inheritdoc />
    public override string ToString() => string.Join(
        ',', _names.Select(name => name.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)));
}
