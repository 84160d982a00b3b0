using Clarion.Correlation.Identity.Answers;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Devices;

/// <summary>Who a device is and was.</summary>
/// <param name="Identity">Who it is now.</param>
/// <param name="Evidence">What speaks for and against.</param>
/// <param name="Attributes">What platforms, profilers and directories say it is, by name.</param>
/// <param name="Sessions">Sessions that touch the range, newest first.</param>
/// <param name="SgtChanges">Changes of its security group by sessions and assignments, newest first.</param>
public sealed record DeviceTimelineModel(
    IdentityModel Identity, IReadOnlyList<EvidenceModel> Evidence, IReadOnlyList<AttributeModel> Attributes, IReadOnlyList<SessionIntervalModel> Sessions,
    IReadOnlyList<SgtChangeModel> SgtChanges);

/// <summary>Answers <c>/devices/{mac}/timeline</c>.</summary>
public sealed class DeviceTimelineReader(IdentityReader identity, TimeProvider time)
{
    /// <summary>Who a device is, and was in a range (default: the last hour).</summary>
    /// <exception cref="Errors.BadParameterException">A parameter cannot be used.</exception>
    public async Task<DeviceTimelineModel> GetAsync(string mac, string? from, string? to, CancellationToken cancellationToken)
    {
        var device = QueryText.Device(mac);
        var now = time.GetUtcNow();
        var range = QueryText.Range(from, to, now);
        var question = device.IsMac
            ? new DeviceQuestion(device.Mac, now.ToUnixTimeMilliseconds())
            : new DeviceQuestion(device.Address, now.ToUnixTimeMilliseconds());
        var explained = await identity.ExplainAsync(question, cancellationToken).ConfigureAwait(false);
        var sessions = await identity.SessionsAsync(device, range.From, range.To, cancellationToken).ConfigureAwait(false);
        var changes = await identity.SgtChangesAsync(device, cancellationToken).ConfigureAwait(false);
        return new DeviceTimelineModel(
            explained.Identity, explained.Evidence, identity.Attributes(device), [.. sessions.Reverse()], [.. changes.Reverse()]);
    }
}
