using System.Globalization;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Overview;

/// <summary>
/// Answers <c>/overview/unidentified</c>. What is counted is what the share of identified traffic leaves out, and why is asked as of when an address was heard
/// last, or a quarter of an hour ago if that is longer: as far back as the index remembers.
/// </summary>
public sealed class UnidentifiedReader(IFlowQueries queries, IdentityIndex index, TimeProvider time)
{
    private const int Most = 5000;
    private const int Examples = 5;
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(5);
    private static readonly IdentityOutcome[] Reasons =
        [IdentityOutcome.NoBinding, IdentityOutcome.Expired, IdentityOutcome.Ambiguous, IdentityOutcome.Known];

    /// <summary>Who is not identified, and why, within a range (default: the last hour).</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<UnidentifiedModel> ReadAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var reading = queries.IdentityAsync(range, cancellationToken);
        var (addresses, isWhole) = await AddressesAsync(range, cancellationToken).ConfigureAwait(false);
        var points = await reading.ConfigureAwait(false);
        var (identified, all) = (points.Sum(point => point.IdentifiedBytes), points.Sum(point => point.InternalBytes));
        var reasons = addresses.GroupBy(one => one.Reason, StringComparer.Ordinal)
            .Select(same => new UnidentifiedReasonModel(
                same.Key, same.Count(), same.Sum(one => one.Bytes), all > 0 ? same.Sum(one => one.Bytes) / all : null,
                [.. same.Take(Examples).Select(one => one.Device)]))
            .OrderByDescending(reason => reason.Bytes).ToList();
        return new UnidentifiedModel(range.From, range.To, all, Math.Max(0, all - identified), addresses.Count, isWhole, reasons);
    }

    /// <summary>The addresses of a range, largest first, of one reason or all.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<UnidentifiedAddressModel>> ListAsync(
        string? reason, string? from, string? to, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var size = QueryText.Limit(limit);
        var skipped = QueryText.Cursor(cursor) is { } place ? (int)QueryText.Number("cursor", place, 0, Most) : 0;
        if (!string.IsNullOrEmpty(reason) && !Reasons.Any(one => IdentityNames.Of(one) == reason))
        {
            throw new BadParameterException("reason", $"reason is '{reason}'; expected {string.Join(", ", Reasons.Select(one => IdentityNames.Of(one)))}.");
        }

        var (addresses, _) = await AddressesAsync(range, cancellationToken).ConfigureAwait(false);
        var wanted = addresses.Where(one => string.IsNullOrEmpty(reason) || one.Reason == reason).Skip(skipped).Take(size + 1).ToList();
        return new Listing<UnidentifiedAddressModel>(
            [.. wanted.Take(size)], wanted.Count > size ? (skipped + size).ToString(CultureInfo.InvariantCulture) : null);
    }

    private async Task<(IReadOnlyList<UnidentifiedAddressModel> Addresses, bool IsWhole)> AddressesAsync(TimeRange range, CancellationToken cancellationToken)
    {
        var rows = await queries.UnidentifiedAsync(range, Most + 1, cancellationToken).ConfigureAwait(false);
        return ([.. rows.Take(Most).Select(Model)], rows.Count <= Most);
    }

    private UnidentifiedAddressModel Model(UnidentifiedRow row)
    {
        var heard = row.LastSeen + Bucket;
        var atMs = Math.Max((heard < time.GetUtcNow() ? heard : time.GetUtcNow()).ToUnixTimeMilliseconds(), index.ExactFromMs);
        var answer = index.ResolveDevice(new DeviceQuestion(row.Device.Address, atMs));
        return new UnidentifiedAddressModel(
            row.Device.ToString(), row.Device.Address.ToString(), IdentityNames.Of(answer.Outcome),
            answer.Outcome == IdentityOutcome.Known ? answer.Device.ToString() : null, row.LastSeen, row.Measures.Flows, row.Measures.Bytes);
    }
}
