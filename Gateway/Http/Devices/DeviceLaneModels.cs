using Clarion.Correlation.Identity.Answers;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Devices;

/// <summary>One side of a device over time.</summary>
/// <param name="Kind"><c>address</c>, <c>port</c>, <c>user</c>, <c>group</c>, <c>posture</c>, <c>profile</c>, or the name of an attribute that a source gives.</param>
/// <param name="Source">Who says so; null when each interval has its own.</param>
/// <param name="Intervals">What was so, oldest first; overlapping where there were several at once. At most 500.</param>
/// <param name="LeftOut">Intervals of the range beyond these; the oldest.</param>
public sealed record LaneModel(string Kind, string? Source, IReadOnlyList<LaneIntervalModel> Intervals, int LeftOut)
{
    /// <summary>Most intervals of a lane.</summary>
    internal const int MostIntervals = 500;

    /// <summary>Kind of the lane of security groups; its values are tags.</summary>
    public const string Group = "group";

    internal static LaneModel Of(DeviceLane lane, long fromMs, long toMs)
    {
        var source = IdentityNames.Of(lane.Source);
        return Of(lane.Kind, source, [.. lane.Intervals.Where(one => one.FromMs < toMs && one.ToMs > fromMs).Select(one => LaneIntervalModel.Of(one, source))]);
    }

    internal static LaneModel Of(string kind, string? source, IReadOnlyList<LaneIntervalModel> intervals)
    {
        var leftOut = Math.Max(0, intervals.Count - MostIntervals);
        return new LaneModel(kind, source, [.. intervals.Skip(leftOut)], leftOut);
    }
}

/// <summary>Something that was so, from then until then.</summary>
/// <param name="From">Since when, UTC.</param>
/// <param name="To">Until when, UTC; null while it is so.</param>
/// <param name="Value">What was so.</param>
/// <param name="Source">Who says so; of a group where it was learnt.</param>
/// <param name="Detail">How a session ended (disconnected, replaced, addressTaken, silence), or the reason of a group; null when there is none.</param>
public sealed record LaneIntervalModel(DateTimeOffset From, DateTimeOffset? To, string Value, string Source, string? Detail)
{
    internal static LaneIntervalModel Of(LaneInterval interval, string source) => new(
        Moments.Of(interval.FromMs), interval.ToMs == long.MaxValue ? null : Moments.Of(interval.ToMs), interval.Value, source,
        interval.Ending == SessionEnding.None ? null : IdentityNames.Of(interval.Ending));
}
