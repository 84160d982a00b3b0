using System.Globalization;
using Clarion.Gateway.Http.Reading;
using Clarion.Gateway.Http.Switches;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Switches by the beginning of their address.</summary>
internal sealed class SwitchSearch(SwitchReader switches) : ISearchSource
{
    private const int MostPages = 10;

    public async Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        // Nothing else begins a switch's address.
        if (!text.Value.All(letter => char.IsAsciiHexDigit(letter) || letter is '.' or ':'))
        {
            return [];
        }

        List<SwitchModel> found = [];
        string? cursor = null;
        for (var page = 0; page < MostPages && found.Count < ISearchSource.MostOfKind; page++)
        {
            var read = await switches.ListAsync(QueryText.MaxLimit.ToString(CultureInfo.InvariantCulture), cursor, cancellationToken).ConfigureAwait(false);
            found.AddRange(read.Items.Where(one => one.Id.StartsWith(text.Value, StringComparison.OrdinalIgnoreCase)));
            if ((cursor = read.Next) is null)
            {
                break;
            }
        }

        return SearchText.Best(
            found, one => text.Fit(one.Id), one => one.Id, one => new SearchHitModel("switch", one.Id, one.Id, FormattableString.Invariant($"{one.Devices} devices")));
    }
}
