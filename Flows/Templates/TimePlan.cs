namespace Clarion.Flows.Templates;

/// <summary>How a time field is coded.</summary>
internal enum TimeCoding : byte
{
    None,
    Milliseconds,
    Microseconds,
    Nanoseconds,
    Seconds,
    Uptime,
    DeltaMicroseconds,
}

/// <summary>A field that holds a time.</summary>
internal readonly record struct TimeField(TimeCoding Coding, FlowTimeOrigin Origin, int Field)
{
    public bool Exists => Coding != TimeCoding.None;
}

/// <summary>Fields from which a flow's start and end are read, the best that the template has.</summary>
/// <param name="Start">Start.</param>
/// <param name="End">End.</param>
/// <param name="Duration">Duration in milliseconds or microseconds, to complete whichever of the two is missing.</param>
/// <param name="BootField">Field with the exporter's boot time (IE 160); -1 = none.</param>
internal readonly record struct TimePlan(TimeField Start, TimeField End, TimeField Duration, int BootField)
{
    /// <summary>The plan of a template's forward or reverse fields.</summary>
    public static TimePlan Of(ReadOnlySpan<TemplateField> fields, uint enterprise)
    {
        TimeField start = default;
        TimeField end = default;
        TimeField duration = default;
        var boot = -1;
        var startRank = int.MaxValue;
        var endRank = int.MaxValue;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Enterprise != enterprise)
            {
                continue;
            }

            var (coding, origin, rank, side) = Know(fields[i].Element);
            if (side != Side.None && fields[i].Length != LengthOf(coding, fields[i].Element))
            {
                continue;
            }

            var field = new TimeField(coding, origin, i);
            if ((side & Side.Start) != 0 && rank < startRank)
            {
                (start, startRank) = (field, rank);
            }

            if ((side & Side.End) != 0 && rank < endRank)
            {
                (end, endRank) = (field, rank);
            }

            if (side == Side.Duration && !duration.Exists)
            {
                duration = field;
            }
            else if (side == Side.Boot)
            {
                boot = i;
            }
        }

        return new TimePlan(start, end, duration, boot);
    }

    private static int LengthOf(TimeCoding coding, ushort element) => coding switch
    {
        TimeCoding.Seconds or TimeCoding.Uptime or TimeCoding.DeltaMicroseconds => 4,
        _ when element is 161 or 162 => 4,
        _ => 8,
    };

    private static (TimeCoding Coding, FlowTimeOrigin Origin, int Rank, Side Side) Know(ushort element) => element switch
    {
        152 => (TimeCoding.Milliseconds, FlowTimeOrigin.Milliseconds, 0, Side.Start),
        153 => (TimeCoding.Milliseconds, FlowTimeOrigin.Milliseconds, 0, Side.End),
        154 => (TimeCoding.Microseconds, FlowTimeOrigin.Fraction, 1, Side.Start),
        155 => (TimeCoding.Microseconds, FlowTimeOrigin.Fraction, 1, Side.End),
        156 => (TimeCoding.Nanoseconds, FlowTimeOrigin.Fraction, 2, Side.Start),
        157 => (TimeCoding.Nanoseconds, FlowTimeOrigin.Fraction, 2, Side.End),
        150 => (TimeCoding.Seconds, FlowTimeOrigin.Seconds, 3, Side.Start),
        151 => (TimeCoding.Seconds, FlowTimeOrigin.Seconds, 3, Side.End),
        22 => (TimeCoding.Uptime, FlowTimeOrigin.Uptime, 4, Side.Start),
        21 => (TimeCoding.Uptime, FlowTimeOrigin.Uptime, 4, Side.End),
        158 => (TimeCoding.DeltaMicroseconds, FlowTimeOrigin.ExportDelta, 5, Side.Start),
        159 => (TimeCoding.DeltaMicroseconds, FlowTimeOrigin.ExportDelta, 5, Side.End),
        323 => (TimeCoding.Milliseconds, FlowTimeOrigin.Event, 6, Side.Start | Side.End),
        324 => (TimeCoding.Microseconds, FlowTimeOrigin.Event, 7, Side.Start | Side.End),
        325 => (TimeCoding.Nanoseconds, FlowTimeOrigin.Event, 8, Side.Start | Side.End),
        322 => (TimeCoding.Seconds, FlowTimeOrigin.Event, 9, Side.Start | Side.End),
        160 => (TimeCoding.Milliseconds, FlowTimeOrigin.Milliseconds, 0, Side.Boot),
        161 => (TimeCoding.Milliseconds, FlowTimeOrigin.Milliseconds, 0, Side.Duration),
        162 => (TimeCoding.Microseconds, FlowTimeOrigin.Milliseconds, 0, Side.Duration),
        _ => default,
    };

    [Flags]
    private enum Side : byte
    {
        None = 0,
        Start = 1,
        End = 2,
        Duration = 4,
        Boot = 8,
    }
}
