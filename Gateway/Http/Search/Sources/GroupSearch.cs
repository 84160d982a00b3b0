using System.Globalization;
using Clarion.Correlation.Identity;
using Clarion.Gateway.Http.Groups;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Security groups, by number, or by the name that the configuration or the catalogue gives.</summary>
internal sealed class GroupSearch(GroupNames names, IdentityIndex index) : ISearchSource
{
    public Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        var groups = names.Known.Select(group => (Tag: group.Key, Name: group.Value)).Concat(index.SecurityGroups.Select(group => (Tag: (int)group.Sgt, group.Name)));
        return Task.FromResult(SearchText.Best(
            groups, group => Number(group.Tag) == text.Value ? SearchFit.Exact : text.Fit(group.Name), group => group.Name,
            group => new SearchHitModel("group", Number(group.Tag), group.Name, $"SGT {Number(group.Tag)}")));
    }

    private static string Number(int tag) => tag.ToString(CultureInfo.InvariantCulture);
}
