using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Lanes;

/// <summary>Gathers statements into lanes: those of one source that say the same and touch become one interval.</summary>
internal sealed class LaneBuilder
{
    private readonly Dictionary<(string Kind, IdentitySource Source), List<LaneInterval>> _lanes = [];

    /// <summary>Adds what was so. Nothing is said by an empty value or interval.</summary>
    public void Add(string kind, IdentitySource source, long fromMs, long toMs, string? value, SessionEnding ending = SessionEnding.None)
    {
        if (string.IsNullOrEmpty(value) || fromMs >= toMs)
        {
            return;
        }

        if (!_lanes.TryGetValue((kind, source), out var lane))
        {
            _lanes[(kind, source)] = lane = [];
        }

        lane.Add(new LaneInterval(fromMs, toMs, value, ending));
    }

    /// <summary>The lanes, by kind and source.</summary>
    public IReadOnlyList<DeviceLane> Lanes() =>
    [
        .. _lanes.OrderBy(lane => lane.Key.Kind, StringComparer.Ordinal).ThenBy(lane => lane.Key.Source)
            .Select(lane => new DeviceLane(lane.Key.Kind, lane.Key.Source, Joined(lane.Value))),
    ];

    private static LaneInterval[] Joined(List<LaneInterval> intervals)
    {
        var joined = new List<LaneInterval>();
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var next in intervals.OrderBy(one => one.FromMs).ThenBy(one => one.ToMs))
        {
            if (last.TryGetValue(next.Value, out var at) && joined[at].ToMs >= next.FromMs)
            {
                joined[at] = next.ToMs >= joined[at].ToMs ? joined[at] with { ToMs = next.ToMs, Ending = next.Ending } : joined[at];
            }
            else
            {
                last[next.Value] = joined.Count;
                joined.Add(next);
            }
        }

        return [.. joined];
    }
}
