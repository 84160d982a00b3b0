using System.Globalization;
using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Fields;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Filters;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Filters;

/// <summary>Answers <c>/filters</c> and keeps what is sent there. Every change is written down with who asked for it.</summary>
public sealed class SavedFilters(GrainAnswers grains, FilterReader filters, AuditTrail audit, TimeProvider time)
{
    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 60;

    private const string DefaultScope = "flows";

    /// <summary>All, by name.</summary>
    public async Task<Listing<SavedFilterModel>> ListAsync(CancellationToken cancellationToken) =>
        new([.. (await AllAsync(cancellationToken).ConfigureAwait(false)).Select(SavedFilterModel.Of)], null);

    /// <summary>Keeps a filter; one of the same name goes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="savedBy">Who wants it kept; null when nobody had to say.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="BadParameterException">The name or scope cannot be used, or there are too many.</exception>
    /// <exception cref="FilterException">The condition cannot be understood.</exception>
    public Task<SavedFilterModel> SaveAsync(string name, SavedFilterText filter, string? savedBy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return audit.DoAsync(savedBy, "filter.save", name.Trim(), async () =>
        {
            var text = filter.Q?.Trim() ?? "";
            if (text.Length == 0)
            {
                throw new BadParameterException("q", "q is empty; there is nothing to save.");
            }

            filters(text);
            var scope = string.IsNullOrEmpty(filter.Scope) ? DefaultScope : ScopeNames.Of(ScopeNames.Read(filter.Scope))[0];
            var saved = new SavedFilter(Name(name), text, scope, savedBy ?? "", time.GetUtcNow().ToUnixTimeMilliseconds());
            var before = await FindAsync(saved.Name, cancellationToken).ConfigureAwait(false);
            return await grains.AskAsync<ISavedFiltersGrain, bool>(grain => grain.Save(saved), cancellationToken).ConfigureAwait(false)
                ? (SavedFilterModel.Of(saved), before is null ? Words(saved) : $"{Words(before)}, now {Words(saved)}")
                : throw new BadParameterException("name", FormattableString.Invariant($"{SavedFilter.MaxFilters} filters are saved, and more are not kept; delete one first."));
        });
    }

    /// <summary>Forgets a filter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="user">Who wants it gone; null when nobody had to say.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public Task DeleteAsync(string name, string? user, CancellationToken cancellationToken) => audit.DoAsync(user, "filter.delete", name.Trim(), async () =>
    {
        var before = await FindAsync(name.Trim(), cancellationToken).ConfigureAwait(false);
        return await grains.AskAsync<ISavedFiltersGrain, bool>(grain => grain.Delete(name.Trim()), cancellationToken).ConfigureAwait(false)
            ? (true, before is null ? "" : Words(before))
            : throw new NotFoundException($"There is no saved filter '{name}'.");
    });

    private static string Words(SavedFilter filter) => $"{filter.Scope}: {filter.Text}";

    private Task<IReadOnlyList<SavedFilter>> AllAsync(CancellationToken cancellationToken) =>
        grains.AskAsync<ISavedFiltersGrain, IReadOnlyList<SavedFilter>>(grain => grain.List(), cancellationToken);

    private async Task<SavedFilter?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(filter => filter.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Name(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length is >= 1 and <= MaxNameLength && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new BadParameterException("name", string.Create(CultureInfo.InvariantCulture, $"A name has 1 to {MaxNameLength} characters."));
    }
}
