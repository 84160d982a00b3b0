using System.Globalization;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Fields;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Filters;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Filters;

/// <summary>Answers <c>/filters</c> and keeps what is sent there.</summary>
public sealed class SavedFilters(GrainAnswers grains, FilterReader filters, TimeProvider time)
{
    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 60;

    private const string DefaultScope = "flows";

    /// <summary>All, by name.</summary>
    public async Task<Listing<SavedFilterModel>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await grains.AskAsync<ISavedFiltersGrain, IReadOnlyList<SavedFilter>>(grain => grain.List(), cancellationToken).ConfigureAwait(false);
        return new Listing<SavedFilterModel>([.. all.Select(SavedFilterModel.Of)], null);
    }

    /// <summary>Keeps a filter; one of the same name goes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="savedBy">Who wants it kept; null when nobody had to say.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="BadParameterException">The name or scope cannot be used, or there are too many.</exception>
    /// <exception cref="FilterException">The condition cannot be understood.</exception>
    public async Task<SavedFilterModel> SaveAsync(string name, SavedFilterText filter, string? savedBy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var text = filter.Q?.Trim() ?? "";
        if (text.Length == 0)
        {
            throw new BadParameterException("q", "q is empty; there is nothing to save.");
        }

        filters(text);
        var scope = string.IsNullOrEmpty(filter.Scope) ? DefaultScope : ScopeNames.Of(ScopeNames.Read(filter.Scope))[0];
        var saved = new SavedFilter(Name(name), text, scope, savedBy ?? "", time.GetUtcNow().ToUnixTimeMilliseconds());
        return await grains.AskAsync<ISavedFiltersGrain, bool>(grain => grain.Save(saved), cancellationToken).ConfigureAwait(false)
            ? SavedFilterModel.Of(saved)
            : throw new BadParameterException("name", FormattableString.Invariant($"{SavedFilter.MaxFilters} filters are saved, and more are not kept; delete one first."));
    }

    /// <summary>Forgets a filter.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (!await grains.AskAsync<ISavedFiltersGrain, bool>(grain => grain.Delete(name.Trim()), cancellationToken).ConfigureAwait(false))
        {
            throw new NotFoundException($"There is no saved filter '{name}'.");
        }
    }

    private static string Name(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length is >= 1 and <= MaxNameLength && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new BadParameterException("name", string.Create(CultureInfo.InvariantCulture, $"A name has 1 to {MaxNameLength} characters."));
    }
}
