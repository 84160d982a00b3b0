using System.Globalization;
using Clarion.Gateway.Http.Addresses;
using Clarion.Gateway.Http.Devices;

namespace Clarion.Web.Pages.Addresses;

/// <summary>Who held an address at a moment, and everyone known to have held it.</summary>
/// <param name="Then">The answer for the moment.</param>
/// <param name="Intervals">Every known interval, newest first.</param>
internal sealed record AddressAnswer(AddressModel Then, IReadOnlyList<IntervalModel> Intervals)
{
    /// <summary>The last interval that ended before the moment; null when none did.</summary>
    public IntervalModel? Before => Intervals.Where(held => held.To < Then.At).MaxBy(held => held.To);

    /// <summary>The first interval that began after the moment; null when none did.</summary>
    public IntervalModel? After => Intervals.Where(held => held.From > Then.At).MinBy(held => held.From);

    /// <summary>Asks both questions about one moment.</summary>
    public static async Task<AddressAnswer> ReadAsync(AddressReader addresses, string ip, string? at, CancellationToken stop)
    {
        var all = await addresses.GetAsync(ip, null, stop);
        if (at is null)
        {
            return new AddressAnswer(all, all.Bindings);
        }

        var then = await addresses.GetAsync(ip, at, stop);
        return new AddressAnswer(then, [.. all.Bindings.Concat(then.Bindings).DistinctBy(held => (held.Mac, held.From)).OrderByDescending(held => held.From)]);
    }

    /// <summary>The interval that the answer rests on: the one of the moment, or the holder's last before it; null when nobody held it.</summary>
    public IntervalModel? Held => Then.Mac is { } mac
        ? Intervals.FirstOrDefault(held => held.Mac == mac && held.From <= Then.At && Then.At <= held.To)
            ?? Intervals.FirstOrDefault(held => held.Mac == mac && held.From <= Then.At)
        : null;

    /// <summary>A moment as the API writes it.</summary>
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
