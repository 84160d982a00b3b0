namespace Clarion.Flows.Exporters;

/// <summary>Application names of one sender, by application id. Bounded.</summary>
internal sealed class ApplicationTable(int capacity)
{
    private readonly Dictionary<ulong, (string Name, int Number)> _names = [];

    public int Count => _names.Count;

    public IEnumerable<(ulong Id, string Name)> Entries => _names.Select(e => (e.Key, e.Value.Name));

    /// <summary>The text number of an application's name; 0 when it has none.</summary>
    public int NumberOf(ulong id) => _names.TryGetValue(id, out var entry) ? entry.Number : 0;

    /// <summary>Takes over a name.</summary>
    /// <returns>Null when the table is full; else whether anything changed.</returns>
    public bool? Set(ulong id, ReadOnlySpan<char> name, TextTable texts)
    {
        var known = _names.TryGetValue(id, out var before);
        if (known && name.SequenceEqual(before.Name))
        {
            return false;
        }

        if (!known && _names.Count >= capacity)
        {
            return null;
        }

        _names[id] = (name.ToString(), texts.Intern(name));
        return true;
    }
}
