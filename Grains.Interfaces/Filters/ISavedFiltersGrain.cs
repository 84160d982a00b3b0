using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Filters;

/// <summary>Filters that people keep under a name, for everybody (key: 0).</summary>
[Alias("clarion.ISavedFiltersGrain")]
public interface ISavedFiltersGrain : IGrainWithIntegerKey
{
    /// <summary>All of them, by name.</summary>
    [Alias("List"), AlwaysInterleave]
    Task<IReadOnlyList<SavedFilter>> List();

    /// <summary>Keeps a filter; one of the same name, in either case, goes.</summary>
    /// <returns>False when as many are kept as may be.</returns>
    [Alias("Save")]
    Task<bool> Save(SavedFilter filter);

    /// <summary>Forgets a filter.</summary>
    /// <returns>False when there is none of that name.</returns>
    [Alias("Delete")]
    Task<bool> Delete(string name);
}

/// <summary>A filter under a name.</summary>
/// <param name="Name">Name, unique without regard to case.</param>
/// <param name="Text">The condition as written.</param>
/// <param name="Scope">What it selects from, as the API names it.</param>
/// <param name="SavedBy">Who saved it; empty when nobody had to say.</param>
/// <param name="SavedAtMs">When, Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("clarion.SavedFilter")]
public sealed record SavedFilter(
    [property: Id(0)] string Name, [property: Id(1)] string Text, [property: Id(2)] string Scope, [property: Id(3)] string SavedBy,
    [property: Id(4)] long SavedAtMs)
{
    /// <summary>How many are kept at most.</summary>
    public const int MaxFilters = 200;
}
