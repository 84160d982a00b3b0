using System.Globalization;
using Clarion.Correlation.Identity.Answers;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Users;

/// <summary>
/// What a user did is what its devices did during its sessions (docs/decisions/0013-a-users-traffic-is-asked-for.md). Sessions are told late and put right;
/// asked in this way, all that is known by now counts.
/// </summary>
public sealed class UserTrafficReader(IdentityHistory history, IFlowQueries queries, TimeProvider time)
{
    /// <summary>Stretches of time on one device that are asked for; older ones are left out.</summary>
    private const int MostStretches = 50;
    private const int MostServices = 20;
    private const int ServicesPerStretch = 200;
    private static readonly long StepMs = (long)TimeSpan.FromMinutes(5).TotalMilliseconds;
    private static readonly string[] By = ["dst.sgt", "protocol", "dst.port"];

    /// <summary>Traffic that the user's devices began in its sessions, in whole five-minute steps, within a range (default: the last hour).</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<UserTrafficModel> GetAsync(string key, string? from, string? to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var range = QueryText.Range(from, to, now);
        var made = await history.OfAccountAsync(key, now, cancellationToken).ConfigureAwait(false);
        var stretches = Stretches(made.SessionsOfUser(key), range.From.ToUnixTimeMilliseconds(), range.To.ToUnixTimeMilliseconds());
        var services = new Dictionary<(int Sgt, int Protocol, int Port), (long Flows, double Bytes)>();
        var devices = new Dictionary<string, (long Flows, double Bytes)>(StringComparer.Ordinal);
        foreach (var (device, fromMs, toMs) in stretches.Take(MostStretches))
        {
            var summary = await queries.SummarizeAsync(
                new SummaryRequest(
                    new TimeRange(Moments.Of(fromMs), Moments.Of(toMs)), FilterParser.Parse($"src.device = {device}"), By, null, ServicesPerStretch),
                cancellationToken).ConfigureAwait(false);
            Add(devices, device, summary.Total);
            foreach (var row in summary.Rows)
            {
                Add(services, (Number(row.Key[0]), Number(row.Key[1]), Number(row.Key[2])), row.Measures);
            }
        }

        return new UserTrafficModel(
            key, range.From, range.To,
            [.. devices.OrderByDescending(one => one.Value.Bytes).Select(one => new UserDeviceTrafficModel(one.Key, one.Value.Flows, one.Value.Bytes))],
            [
                .. services.OrderByDescending(one => one.Value.Bytes).Take(MostServices)
                    .Select(one => new UserServiceModel(one.Key.Sgt, one.Key.Protocol, one.Key.Port, one.Value.Flows, one.Value.Bytes)),
            ],
            Math.Max(0, stretches.Count - MostStretches));
    }

    /// <summary>The times of sessions by device in whole steps, newest first; those that touch are one, so that no step counts twice.</summary>
    internal static IReadOnlyList<(string Device, long FromMs, long ToMs)> Stretches(IEnumerable<SessionInterval> sessions, long fromMs, long toMs)
    {
        var stretches = new List<(string Device, long FromMs, long ToMs)>();
        var touching = sessions.Where(session => session.FromMs < toMs && session.ToMs > fromMs)
            .Select(session => (
                Device: session.Device.ToString(),
                FromMs: Math.Max(session.FromMs, fromMs) / StepMs * StepMs,
                ToMs: (Math.Min(session.ToMs, toMs) + StepMs - 1) / StepMs * StepMs));
        foreach (var next in touching.OrderBy(one => one.Device, StringComparer.Ordinal).ThenBy(one => one.FromMs))
        {
            if (stretches is [.., var last] && last.Device == next.Device && next.FromMs <= last.ToMs)
            {
                stretches[^1] = last with { ToMs = Math.Max(last.ToMs, next.ToMs) };
            }
            else
            {
                stretches.Add(next);
            }
        }

        return [.. stretches.OrderByDescending(one => one.ToMs)];
    }

    private static void Add<TKey>(Dictionary<TKey, (long Flows, double Bytes)> sums, TKey key, FlowMeasures more)
        where TKey : notnull
    {
        var (flows, bytes) = sums.GetValueOrDefault(key);
        sums[key] = (flows + more.Flows, bytes + more.Bytes);
    }

    private static int Number(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);
}
