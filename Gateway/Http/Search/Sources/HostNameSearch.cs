using Clarion.Correlation.Identity;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Devices by the host name, or what else people call them, that platforms, profilers and directories give.</summary>
internal sealed class HostNameSearch(IdentityIndex index) : ISearchSource
{
    private static readonly string[] Attributes = ["hostname", "name"];

    public Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken) => Task.FromResult(SearchText.Best(
        Attributes.SelectMany(index.DescribedBy), named => text.Fit(named.Value), named => named.Value,
        named => new SearchHitModel("device", named.Device.ToString(), named.Value, named.Device.ToString())));
}
