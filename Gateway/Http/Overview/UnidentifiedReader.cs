using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Identity;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Overview;

/// <summary>Why addresses that were heard lately belong to nobody.</summary>
/// <param name="Looked">Addresses looked at: those heard in the last quarter of an hour without a known holder.</param>
/// <param name="IsWhole">False when there are more than were looked at.</param>
/// <param name="Reasons">By reason, most first.</param>
public sealed record UnidentifiedModel(int Looked, bool IsWhole, IReadOnlyList<UnidentifiedReasonModel> Reasons);

/// <summary>One reason.</summary>
/// <param name="Reason">noBinding, expired or ambiguous; known when the holder has been named since: what came before the correlation window stays unknown.</param>
/// <param name="Devices">Addresses.</param>
/// <param name="Bytes">Bytes they exchanged since first heard.</param>
/// <param name="Examples">Some of them.</param>
public sealed record UnidentifiedReasonModel(string Reason, int Devices, double Bytes, IReadOnlyList<string> Examples);

/// <summary>Answers <c>/overview/unidentified</c>.</summary>
public sealed class UnidentifiedReader(IFlowQueries queries, FilterReader filters, IdentityIndex index, TimeProvider time)
{
    private const int Most = 1000;
    private const int Examples = 5;
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(15);

    /// <summary>Who is not identified, and why.</summary>
    public async Task<UnidentifiedModel> ReadAsync(CancellationToken cancellationToken)
    {
        var page = await queries.DevicesAsync(filters.ReadOptional("identified = false"), Most, null, cancellationToken).ConfigureAwait(false);
        var since = time.GetUtcNow() - Lately;
        var heard = page.Items.Where(device => device.LastSeen >= since && device.MergedInto.Length == 0).ToList();
        var reasons = heard.GroupBy(ReasonOf, StringComparer.Ordinal)
            .Select(same => new UnidentifiedReasonModel(
                same.Key, same.Count(), same.Sum(device => (double)device.BytesSent + device.BytesReceived), [.. same.Take(Examples).Select(device => device.Id)]))
            .OrderByDescending(reason => reason.Devices).ToList();
        return new UnidentifiedModel(heard.Count, page.Next is null || heard.Count < page.Items.Count, reasons);
    }

    private string ReasonOf(DeviceRow device) => DeviceId.TryParse(device.Id, out var id) && !id.IsMac
        ? IdentityNames.Of(index.ResolveDevice(new DeviceQuestion(id.Address, device.LastSeen.ToUnixTimeMilliseconds())).Outcome)
        : IdentityNames.Of(IdentityOutcome.Known);
}
