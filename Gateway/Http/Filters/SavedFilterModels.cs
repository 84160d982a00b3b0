using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Filters;

namespace Clarion.Gateway.Http.Filters;

/// <summary>A filter under a name.</summary>
/// <param name="Name">Name, unique without regard to case.</param>
/// <param name="Q">The condition.</param>
/// <param name="Scope">What it selects from: <c>flows</c>, <c>conversations</c> or <c>devices</c>.</param>
/// <param name="SavedBy">Holder of the key by which it was saved; null where none was needed.</param>
/// <param name="SavedAt">When it was saved, UTC.</param>
public sealed record SavedFilterModel(string Name, string Q, string Scope, string? SavedBy, DateTimeOffset SavedAt)
{
    internal static SavedFilterModel Of(SavedFilter filter) =>
        new(filter.Name, filter.Text, filter.Scope, Texts.OrNull(filter.SavedBy), Moments.Of(filter.SavedAtMs));
}

/// <summary>A filter to be kept.</summary>
/// <param name="Q">The condition.</param>
/// <param name="Scope">What it selects from; <c>flows</c> when absent.</param>
public sealed record SavedFilterText(string? Q, string? Scope);
