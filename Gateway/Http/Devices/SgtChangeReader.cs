using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.SecurityGroups;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Devices;

/// <summary>Answers <c>/devices/{mac}/sgt-changes</c>. Nothing is kept for it: it is worked out of the identity log and the rollups when asked for.</summary>
public sealed class SgtChangeReader(IdentityHistory history, IFlowQueries queries, IdentityIndexOptions options, TimeProvider time)
{
    /// <summary>Most changes of a page: each costs a query.</summary>
    public const int MostChanges = 20;

    private const int MostPeers = 1000;
    private const int MostTags = 50;
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(7);
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(5);
    private static readonly string[][] Ends = [["src.device", "src.sgt"], ["dst.device", "dst.sgt"]];

    /// <summary>Changes within a range (default: the last seven days) with what they change, newest first.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<SgtChangeDetailModel>> ListAsync(
        string mac, string? from, string? to, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var device = QueryText.Device(mac);
        var now = time.GetUtcNow();
        var end = QueryText.Moment("to", to, now) ?? now;
        var range = QueryText.Range(string.IsNullOrEmpty(from) ? (end - DefaultRange).ToString("O", CultureInfo.InvariantCulture) : from, to, now);
        var size = Math.Min(QueryText.Limit(limit), MostChanges);
        var beforeMs = QueryText.Cursor(cursor) is { } place ? QueryText.Number("cursor", place, 0, long.MaxValue) : range.To.ToUnixTimeMilliseconds();
        var made = await history.OfDeviceAsync(device, now, cancellationToken).ConfigureAwait(false);
        var changes = await ChangesAsync(device, made.Index, range, cancellationToken).ConfigureAwait(false);
        var wanted = changes.Where(change => change.AtMs < beforeMs && change.AtMs >= range.From.ToUnixTimeMilliseconds()).Reverse().Take(size + 1).ToList();
        var details = new List<SgtChangeDetailModel>();
        foreach (var change in wanted.Take(size))
        {
            details.Add(await DetailAsync(change, cancellationToken).ConfigureAwait(false));
        }

        return new Listing<SgtChangeDetailModel>(details, wanted.Count > size ? wanted[size - 1].AtMs.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>
    /// All changes of a device's group, oldest first: by identity as far back as the log goes, by tags of its flows within a range, as exact as a step of the
    /// range's usage.
    /// </summary>
    internal async Task<IReadOnlyList<SgtChange>> ChangesAsync(DeviceId device, IdentityIndex known, TimeRange range, CancellationToken cancellationToken)
    {
        var step = UsageStep.Of(range);
        var carried = new List<CarriedTag>();
        foreach (var end in Ends)
        {
            var traffic = await queries.SummarizeAsync(
                new SummaryRequest(range, FilterParser.Parse($"{end[0]} = {device}"), [end[1]], step, MostTags), cancellationToken).ConfigureAwait(false);
            carried.AddRange(
                from series in traffic.Series
                where series.Key is [not null]
                from point in series.Points
                where point.Measures.Flows > 0
                select new CarriedTag(point.Time.ToUnixTimeMilliseconds(), Convert.ToUInt16(series.Key[0], CultureInfo.InvariantCulture)));
        }

        return FlowTags.Join(device, known.SgtChangesOf(device), carried, (long)step.TotalMilliseconds, (long)options.Window.TotalMilliseconds);
    }

    // The day before the change in whole buckets, of which none has traffic from after it.
    private async Task<SgtChangeDetailModel> DetailAsync(SgtChange change, CancellationToken cancellationToken)
    {
        var at = Moments.Of(change.AtMs);
        var end = at - TimeSpan.FromTicks(at.Ticks % Bucket.Ticks);
        var range = new TimeRange(end - Before, end);
        var rows = await queries.PeersAsync(change.Device, range, MostPeers, cancellationToken).ConfigureAwait(false);
        var own = change.Device.ToString();

        // What a device says to itself stays where it is, whichever group that is.
        var traffic = rows.Where(row => row.Peer != own)
            .Select(row => new DeviceTraffic(row.Role == "client", row.Sgt, row.Protocol, row.Port, row.Measures.Flows, row.Measures.Bytes)).ToList();
        return new SgtChangeDetailModel(
            SgtChangeModel.Of(change), range.From, traffic.Sum(one => one.Flows), traffic.Sum(one => one.Bytes),
            [.. GroupMove.Of(change.From, change.To, traffic).Select(MovedTrafficModel.Of)], rows.Count < MostPeers);
    }
}
