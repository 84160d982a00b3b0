namespace Clarion.Migration.Flows;

/// <summary>
/// Tells flows from what the older system's NetFlow v9 parser made of fields it read from the wrong place, and puts right the times of which it took
/// milliseconds of uptime for seconds.
/// </summary>
internal static class FlowJudge
{
    /// <summary>An address is none.</summary>
    public const string BadAddress = "set aside: an address cannot be read";

    /// <summary>A port, a protocol, a group, a VLAN or a counter that cannot be.</summary>
    public const string OutOfRange = "set aside: a number is outside what its field can hold";

    /// <summary>Fields that were read from the wrong place.</summary>
    public const string Shifted = "set aside: fields shifted by the old NetFlow v9 parser";

    /// <summary>No time at all.</summary>
    public const string Timeless = "set aside: neither flow nor arrival has a time";

    /// <summary>Uptime was taken for seconds.</summary>
    public const string UptimeFault = "repaired: times years off (uptime taken for seconds), moved so that the flow ends on arrival";

    /// <summary>One of the times was missing.</summary>
    public const string TimeMissing = "repaired: a missing time was taken from the other one, or from the arrival";

    /// <summary>The start came after the end.</summary>
    public const string StartAfterEnd = "repaired: the start lay after the end and was set to it";

    // Captures that were loaded weeks later are good; switches are up for hours at least, which the fault turns into months.
    private const long FarMs = 180L * 86_400_000;
    private const long LongestMs = 86_400_000;
    private const long EarliestSecond = 946_684_800;
    private const long LatestSecond = 4_102_444_800;

    // No packet is shorter than a byte: beyond a doubt at a million of them.
    private const long ManyPackets = 1_000_000;

    // IANA has not assigned these.
    private const int FirstUnassigned = 147;
    private const int LastUnassigned = 252;

    /// <summary>Judges a flow; its times are Unix milliseconds afterwards, and its unknown numbers 0, unless it is set aside.</summary>
    /// <param name="flow">The flow.</param>
    /// <returns>The verdict, and why; null for a good one.</returns>
    public static (FlowVerdict Verdict, string? Reason) Judge(ref LegacyFlow flow)
    {
        if (flow.Source.IsNone || flow.Destination.IsNone)
        {
            return (FlowVerdict.SetAside, BadAddress);
        }

        if (!TryFit(ref flow.SourcePort, ushort.MaxValue) || !TryFit(ref flow.DestinationPort, ushort.MaxValue) || !TryFit(ref flow.Protocol, byte.MaxValue)
            || !TryFit(ref flow.SourceSgt, ushort.MaxValue) || !TryFit(ref flow.DestinationSgt, ushort.MaxValue) || !TryFit(ref flow.Vlan, 4095)
            || !TryFit(ref flow.Bytes, long.MaxValue) || !TryFit(ref flow.Packets, long.MaxValue))
        {
            return (FlowVerdict.SetAside, OutOfRange);
        }

        if (flow.Packets > flow.Bytes && flow.Packets >= ManyPackets
            || flow.Protocol is >= FirstUnassigned and <= LastUnassigned && flow.DestinationPort != 0 && flow.DestinationPort % 256 == 0)
        {
            return (FlowVerdict.SetAside, Shifted);
        }

        return JudgeTimes(ref flow);
    }

    private static bool TryFit(ref long number, long most)
    {
        if (number == LegacyFlow.Unknown)
        {
            number = 0;
        }

        return number >= 0 && number <= most;
    }

    private static (FlowVerdict Verdict, string? Reason) JudgeTimes(ref LegacyFlow flow)
    {
        var (start, end) = (flow.Start, flow.End);
        var (knowsStart, knowsEnd, knowsArrival) = (IsTime(start), IsTime(end), flow.ReceivedMs != LegacyFlow.Unknown);
        if (!knowsStart && !knowsEnd && !knowsArrival)
        {
            return (FlowVerdict.SetAside, Timeless);
        }

        flow.Start = (knowsStart, knowsEnd) switch
        {
            (true, _) => start * 1000,
            (_, true) => end * 1000,
            _ => flow.ReceivedMs,
        };
        flow.End = knowsEnd ? end * 1000 : flow.Start;
        if (knowsArrival && Math.Abs(flow.ReceivedMs - flow.End) > FarMs)
        {
            var length = flow.End - flow.Start;
            flow.End = flow.ReceivedMs;
            flow.Start = flow.End - (length is >= 0 and <= LongestMs ? length : 0);
            return (FlowVerdict.Repaired, UptimeFault);
        }

        if (flow.Start > flow.End)
        {
            flow.Start = flow.End;
            return (FlowVerdict.Repaired, StartAfterEnd);
        }

        return knowsStart && knowsEnd ? (FlowVerdict.Good, null) : (FlowVerdict.Repaired, TimeMissing);
    }

    private static bool IsTime(long seconds) => seconds is >= EarliestSecond and < LatestSecond;
}
