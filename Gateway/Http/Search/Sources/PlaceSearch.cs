using System.Globalization;
using Clarion.Gateway.Http.Places;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Locations by id or name, subnets by network or name.</summary>
internal sealed class PlaceSearch(PlaceReader places) : ISearchSource
{
    public Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        var most = ISearchSource.MostOfKind.ToString(CultureInfo.InvariantCulture);
        return Task.FromResult<IReadOnlyList<SearchMatch>>(
        [
            .. places.Locations(text.Value, most, null).Items.Select(one => new SearchMatch(
                Fit(one.Location.Id, one.Location.Name),
                new SearchHitModel("location", one.Location.Id, one.Location.Name, "location " + string.Join("/", one.Path)))),
            .. places.Subnets(text.Value, most, null).Items.Select(one => new SearchMatch(
                Fit(one.Subnet.Cidr, one.Subnet.Name),
                new SearchHitModel("subnet", one.Subnet.Cidr, one.Subnet.Cidr, $"subnet {one.Subnet.Name}"))),
        ]);

        // A purpose may be what fits.
        SearchFit Fit(string id, string name) => text.Fit(id, name) is var fit && fit == SearchFit.None ? SearchFit.Part : fit;
    }
}
