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
    private static readonly TimeSpan[] Steps = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];
    private static readonly string[] By = ["dst.sgt", "protocol", "dst.port"];

    /// <summary>Traffic that the user's devices began in its sessions, in whole steps (five minutes; of older times, whose rows retention has rolled up, hours or days), within a range (default: the last hour).</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<UserTrafficModel> GetAsync(string key, string? from, string? to, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var range = QueryText.Range(from, to, now);
        var made = await history.OfAccountAsync(key, now, cancellationToken).ConfigureAwait(false);
        var sessions = made.Index.SessionsOfAccount(key);
        foreach (var step in Steps)
        {
            var stretches = Stretches(sessions, range.From.ToUnixTimeMilliseconds(), range.To.ToUnixTimeMilliseconds(), (long)step.TotalMilliseconds);
            if (await SumAsync(stretches, cancellationToken).ConfigureAwait(false) is { } sums)
            {
                return Model(key, range, step, sums, Math.Max(0, stretches.Count - MostStretches), made.IsWhole);
            }
        }

        throw new InvalidOperationException("Days are the coarsest rollup.");
    }

    private static UserTrafficModel Model(string key, TimeRange range, TimeSpan step, Sums sums, int leftOut, bool isWhole) => new(
        key, range.From, range.To, (int)step.TotalSeconds,
        [.. sums.Devices.OrderByDescending(one => one.Value.Bytes).Select(one => new UserDeviceTrafficModel(one.Key, one.Value.Flows, one.Value.Bytes))],
        [
            .. sums.Services.OrderByDescending(one => one.Value.Bytes).Take(MostServices)
                .Select(one => new UserServiceModel(one.Key.Sgt, one.Key.Protocol, one.Key.Port, one.Value.Flows, one.Value.Bytes)),
        ],
        leftOut, isWhole);

    /// <returns>Null when retention has left only coarser steps: then stretches must be made of those, or they overlap.</returns>
    private async Task<Sums?> SumAsync(IReadOnlyList<(string Device, long FromMs, long ToMs)> stretches, CancellationToken cancellationToken)
    {
        var sums = new Sums();
        foreach (var (device, fromMs, toMs) in stretches.Take(MostStretches))
        {
            var asked = new TimeRange(Moments.Of(fromMs), Moments.Of(toMs));
            var summary = await queries.SummarizeAsync(
                new SummaryRequest(asked, FilterParser.Parse($"src.device = {device}"), By, null, ServicesPerStretch), cancellationToken).ConfigureAwait(false);
            if (summary.Effective != asked)
            {
                return null;
            }

            Add(sums.Devices, device, summary.Total);
            foreach (var row in summary.Rows)
            {
                Add(sums.Services, (Number(row.Key[0]), Number(row.Key[1]), Number(row.Key[2])), row.Measures);
            }
        }

        return sums;
    }

    /// <summary>The times of sessions by device in whole steps, newest first; those that touch are one, so that no step counts twice.</summary>
    internal static IReadOnlyList<(string Device, long FromMs, long ToMs)> Stretches(IEnumerable<SessionInterval> sessions, long fromMs, long toMs, long stepMs)
    {
        var stretches = new List<(string Device, long FromMs, long ToMs)>();
        var touching = sessions.Where(session => session.FromMs < toMs && session.ToMs > fromMs)
            .Select(session => (
                Device: session.Device.ToString(),
                FromMs: Math.Max(session.FromMs, fromMs) / stepMs * stepMs,
                ToMs: (Math.Min(session.ToMs, toMs) + stepMs - 1) / stepMs * stepMs));
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

    private sealed class Sums
    {
        public Dictionary<string, (long Flows, double Bytes)> Devices { get; } = new(StringComparer.Ordinal);

        public Dictionary<(int Sgt, int Protocol, int Port), (long Flows, double Bytes)> Services { get; } = [];
    }
}
