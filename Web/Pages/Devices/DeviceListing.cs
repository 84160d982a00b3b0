using System.Globalization;
using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Flows;
using Clarion.Storage.Filters;

namespace Clarion.Web.Pages.Devices;

/// <summary>The devices shown, and when there are none, which part of the filter is to blame.</summary>
/// <param name="Items">Devices, last seen first.</param>
/// <param name="More">Whether there are more.</param>
/// <param name="Parts">For an answer without devices: each part of the filter with what it finds alone.</param>
internal sealed record DeviceListing(IReadOnlyList<DeviceModel> Items, bool More, IReadOnlyList<FilterPart> Parts)
{
    private const int Counted = 1000;

    /// <summary>Reads the first so many devices of a filter, as one list: who is last seen first changes all the time, so pages read earlier would
    /// not fit those read later.</summary>
    public static async Task<DeviceListing> ReadAsync(DeviceReader devices, FilterReader filters, string? written, int wanted, CancellationToken stop)
    {
        // Most faults are found here, in what was written; the rest only once it is asked about devices.
        var filter = string.IsNullOrWhiteSpace(written) ? null : filters(written);
        var asked = DeviceQuery.Of(written);
        List<DeviceModel> items = [];
        string? cursor = null;
        do
        {
            var page = await PageAsync(Math.Min(Counted, wanted - items.Count), cursor);
            items.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && items.Count < wanted);

        List<FilterPart> parts = [];
        if (items.Count == 0 && filter is not null)
        {
            foreach (var part in DeviceQuery.Parts(written!, filter))
            {
                var found = await devices.ListAsync(DeviceQuery.Of(part), Text(Counted), null, stop);
                parts.Add(new FilterPart(part, found.Items.Count, found.Next is not null));
            }
        }

        return new DeviceListing(items, cursor is not null, parts);

        async Task<Listing<DeviceModel>> PageAsync(int size, string? after)
        {
            try
            {
                return await devices.ListAsync(asked, Text(size), after, stop);
            }
            catch (FilterException fault)
            {
                throw DeviceQuery.Placed(fault, written);
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A part of a filter.</summary>
/// <param name="Text">As written.</param>
/// <param name="Hits">What it finds alone.</param>
/// <param name="Capped">Whether it finds more than that.</param>
internal sealed record FilterPart(string Text, int Hits, bool Capped);
