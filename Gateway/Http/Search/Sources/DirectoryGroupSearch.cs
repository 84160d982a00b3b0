using Clarion.Correlation.Directories;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Security groups of directories by name.</summary>
internal sealed class DirectoryGroupSearch(CurrentDirectory directory) : ISearchSource
{
    public Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken) => Task.FromResult(SearchText.Best(
        directory.Index.Groups, known => text.Fit(known.Group.Name), known => known.Group.Name,
        known => new SearchHitModel("directoryGroup", known.Group.Name, known.Group.Name, "group of " + known.Directory)));
}
