using Clarion.Gateway.Http.Errors;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Fields;

/// <summary>Names of the scopes in requests and answers: what the filter selects from.</summary>
internal static class ScopeNames
{
    private static readonly (string Name, FilterScopes Scope)[] Known =
    [
        ("flows", FilterScopes.Flow), ("conversations", FilterScopes.Conversation), ("devices", FilterScopes.Device),
    ];

    /// <summary>The scope of a request; every one when it names none.</summary>
    /// <exception cref="BadParameterException">There is no such scope.</exception>
    public static FilterScopes Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Known.Aggregate(FilterScopes.None, (all, known) => all | known.Scope);
        }

        var found = Array.Find(Known, known => known.Name.Equals(text, StringComparison.OrdinalIgnoreCase)).Scope;
        return found != FilterScopes.None
            ? found
            : throw new BadParameterException("scope", $"scope is '{text}'; expected {string.Join(", ", Known.Select(known => known.Name))}.");
    }

    public static IReadOnlyList<string> Of(FilterScopes scopes) =>
        [.. Known.Where(known => (scopes & known.Scope) != 0).Select(known => known.Name)];
}
