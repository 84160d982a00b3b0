using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Devices;

/// <summary>Who a device is and was.</summary>
/// <param name="Identity">Who it is now.</param>
/// <param name="Evidence">What speaks for and against.</param>
/// <param name="Attributes">What platforms, profilers and directories say it is, by name.</param>
/// <param name="Sessions">Sessions that touch the range, newest first, at most 500.</param>
/// <param name="SgtChanges">Changes of its security group, newest first, at most 500.</param>
/// <param name="Lanes">What each source said of it within the range, by kind: addresses, ports, users, groups, posture, profile, then attributes by name.</param>
/// <param name="IsWhole">False when there is more than was read or is shown; the oldest is left out.</param>
public sealed record DeviceTimelineModel(
    IdentityModel Identity, IReadOnlyList<EvidenceModel> Evidence, IReadOnlyList<AttributeModel> Attributes, IReadOnlyList<SessionIntervalModel> Sessions,
    IReadOnlyList<SgtChangeModel> SgtChanges, IReadOnlyList<LaneModel> Lanes, bool IsWhole);

/// <summary>Answers <c>/devices/{mac}/timeline</c>.</summary>
public sealed class DeviceTimelineReader(IdentityReader identity, IdentityHistory history, SgtChangeReader groups, TimeProvider time)
{
    private const int MostListed = 500;

    private static readonly string[] Order =
        [DeviceLane.Address, DeviceLane.Port, DeviceLane.User, LaneModel.Group, DeviceLane.Posture, DeviceLane.Profile];

    /// <summary>Who a device is, and was in a range (default: the last hour).</summary>
    /// <exception cref="Errors.BadParameterException">A parameter cannot be used.</exception>
    public async Task<DeviceTimelineModel> GetAsync(string mac, string? from, string? to, CancellationToken cancellationToken)
    {
        var device = QueryText.Device(mac);
        var now = time.GetUtcNow();
        var range = QueryText.Range(from, to, now);
        var explained = await identity.ExplainAsync(new DeviceQuestion(device, now.ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        var made = await history.OfDeviceAsync(device, now, cancellationToken).ConfigureAwait(false);
        var sessions = IdentityReader.Within(made.Index.SessionsOf(device), range.From, range.To);
        var changes = await groups.ChangesAsync(device, made.Index, range, cancellationToken).ConfigureAwait(false);
        var lanes = Lanes(device, made.Index, changes, range);
        return new DeviceTimelineModel(
            explained.Identity, explained.Evidence, identity.Attributes(device), [.. sessions.Reverse().Take(MostListed)],
            [.. changes.Reverse().Take(MostListed).Select(SgtChangeModel.Of)], lanes,
            made.IsWhole && sessions.Count <= MostListed && changes.Count <= MostListed && lanes.All(lane => lane.LeftOut == 0));
    }

    private static IReadOnlyList<LaneModel> Lanes(DeviceId device, IdentityIndex known, IReadOnlyList<SgtChange> changes, TimeRange range)
    {
        var (fromMs, toMs) = (range.From.ToUnixTimeMilliseconds(), range.To.ToUnixTimeMilliseconds());
        var lanes = known.LanesOf(device).Select(lane => LaneModel.Of(lane, fromMs, toMs)).Append(LaneModel.Of(LaneModel.Group, null, Groups(changes, fromMs, toMs)));
        return
        [
            .. lanes.Where(lane => lane.Intervals.Count > 0)
                .OrderBy(lane => Array.IndexOf(Order, lane.Kind) is >= 0 and var at ? at : Order.Length).ThenBy(lane => lane.Kind, StringComparer.Ordinal),
        ];
    }

    private static List<LaneIntervalModel> Groups(IReadOnlyList<SgtChange> changes, long fromMs, long toMs)
    {
        var intervals = new List<LaneIntervalModel>();
        for (var i = 0; i < changes.Count; i++)
        {
            var untilMs = i + 1 < changes.Count ? changes[i + 1].AtMs : long.MaxValue;
            if (changes[i].To != 0 && changes[i].AtMs < toMs && untilMs > fromMs)
            {
                intervals.Add(new LaneIntervalModel(
                    Moments.Of(changes[i].AtMs), untilMs == long.MaxValue ? null : Moments.Of(untilMs), changes[i].To.ToString(CultureInfo.InvariantCulture),
                    IdentityNames.Of(changes[i].Provenance), changes[i].Reason));
            }
        }

        return intervals;
    }
}
