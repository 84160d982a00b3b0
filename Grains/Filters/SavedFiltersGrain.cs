using Clarion.Grains.Interfaces.Filters;

namespace Clarion.Grains.Filters;

/// <summary>The list of saved filters. Rarely changes, so every change is written at once.</summary>
internal sealed class SavedFiltersGrain([PersistentState("filters")] IPersistentState<SavedFiltersRecord> record) : Grain, ISavedFiltersGrain
{
    public Task<IReadOnlyList<SavedFilter>> List() => Task.FromResult<IReadOnlyList<SavedFilter>>(record.State.Filters);

    public async Task<bool> Save(SavedFilter filter)
    {
        var others = Others(filter.Name);
        if (others.Length >= SavedFilter.MaxFilters)
        {
            return false;
        }

        await KeepAsync([.. others.Append(filter).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)]);
        return true;
    }

    public async Task<bool> Delete(string name)
    {
        var others = Others(name);
        if (others.Length == record.State.Filters.Length)
        {
            return false;
        }

        await KeepAsync(others);
        return true;
    }

    private SavedFilter[] Others(string name) =>
        [.. record.State.Filters.Where(one => !one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];

    private Task KeepAsync(SavedFilter[] filters) => record.ReplaceAsync(new SavedFiltersRecord { Filters = filters });
}

/// <summary>The list at rest. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SavedFiltersRecord")]
internal sealed record SavedFiltersRecord
{
    [Id(0)] public SavedFilter[] Filters { get; init; } = [];
}
