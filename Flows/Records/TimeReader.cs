using Clarion.Flows.Templates;

namespace Clarion.Flows.Records;

/// <summary>Start and end of flows, on our clock and within reason.</summary>
internal sealed class TimeReader(FlowDecoderOptions options)
{
    // Beyond any clock, yet far from overflow when corrections are added.
    private const long Unreasonable = long.MaxValue / 4;

    private const uint ExportResolutionMs = 1000;

    private readonly long _toleranceMs = (long)options.MaxClockOffset.TotalMilliseconds;
    private readonly long _ageMs = (long)options.MaxFlowAge.TotalMilliseconds;
    private readonly long _durationMs = (long)options.MaxFlowDuration.TotalMilliseconds;

    /// <summary>Fills the time columns of a run's rows.</summary>
    public void Read(in TimePlan plan, in RecordRun run, in MessageContext message, FlowBatch batch, int first)
    {
        var start = batch.StartMs.AsSpan(first, run.Rows);
        var end = batch.EndMs.AsSpan(first, run.Rows);
        if (plan.End.Exists)
        {
            ReadField(plan.End, plan.BootField, run, message, end);
        }

        if (plan.Start.Exists)
        {
            ReadField(plan.Start, plan.BootField, run, message, start);
        }

        Complete(plan, run, message, start, end);
        batch.ReceivedMs.AsSpan(first, run.Rows).Fill(message.ReceivedMs);
        batch.TimeOrigin.AsSpan(first, run.Rows).Fill((byte)OriginOf(plan, message));
        Settle(message, batch, first, run.Rows);
    }

    private static FlowTimeOrigin OriginOf(in TimePlan plan, in MessageContext message) =>
        plan.End.Exists ? plan.End.Origin
        : plan.Start.Exists && plan.Duration.Exists ? plan.Start.Origin
        : message.ExportMs > 0 ? FlowTimeOrigin.Export : FlowTimeOrigin.Arrival;

    private static void Complete(in TimePlan plan, in RecordRun run, in MessageContext message, Span<long> start, Span<long> end)
    {
        if (plan.End.Exists && plan.Start.Exists)
        {
            return;
        }

        for (var i = 0; i < end.Length; i++)
        {
            var duration = plan.Duration.Exists ? DurationMs(plan.Duration, run, i) : 0;
            if (!plan.End.Exists)
            {
                end[i] = plan.Start.Exists && plan.Duration.Exists ? start[i] + duration : message.ExportMs;
            }

            if (!plan.Start.Exists)
            {
                start[i] = end[i] - duration;
            }
        }
    }

    private static long DurationMs(in TimeField field, in RecordRun run, int row)
    {
        var value = (long)run.Unsigned(row, field.Field);
        return field.Coding == TimeCoding.Microseconds ? value / 1000 : value;
    }

    private static void ReadField(in TimeField field, int bootField, in RecordRun run, in MessageContext message, Span<long> to)
    {
        var data = run.Data;
        var at = run.Offset(field.Field);
        var stride = run.Stride;
        switch (field.Coding)
        {
            case TimeCoding.Milliseconds:
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = Absolute(Wire.U64(data, at), message);
                }

                break;
            case TimeCoding.Seconds:
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = Absolute(Wire.U32(data, at) * 1000UL, message);
                }

                break;
            case TimeCoding.Microseconds:
            case TimeCoding.Nanoseconds:
                var unitsPerMs = field.Coding == TimeCoding.Microseconds ? 1000UL : 1_000_000UL;
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    var value = Wire.U64(data, at);
                    to[i] = value == 0 ? message.ExportMs : Wire.FractionMs(value, unitsPerMs);
                }

                break;
            case TimeCoding.DeltaMicroseconds:
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = message.ExportMs - (Wire.U32(data, at) / 1000);
                }

                break;
            case TimeCoding.Uptime:
                ReadUptime(field, bootField, run, message, to);
                break;
        }
    }

    private static long Absolute(ulong milliseconds, in MessageContext message) =>
        milliseconds == 0 ? message.ExportMs : (long)Math.Min(milliseconds, Unreasonable);

    private static void ReadUptime(in TimeField field, int bootField, in RecordRun run, in MessageContext message, Span<long> to)
    {
        var data = run.Data;
        var at = run.Offset(field.Field);
        var uptime = message.HasUptime ? message.Uptime : UptimeOf(field, run, message);

        // IPFIX headers give whole seconds, so a flow may end within the second after its export.
        var ahead = message.HasUptime ? 0u : ExportResolutionMs;
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            if (bootField >= 0 && run.Unsigned(i, bootField) is > 0 and < Unreasonable and var boot)
            {
                uptime = unchecked((uint)(message.ExportMs - (long)boot));
            }

            // Unsigned on purpose: the difference survives the wrap of the uptime clock every 49.7 days.
            var before = unchecked(uptime - Wire.U32(data, at));
            to[i] = before <= int.MaxValue ? message.ExportMs - before
                : unchecked(0 - before) <= ahead ? message.ExportMs + unchecked(0 - before)
                : Unreasonable;
        }
    }

    private static uint UptimeOf(in TimeField field, in RecordRun run, in MessageContext message)
    {
        uint latest = 0;
        for (var i = 0; i < run.Rows; i++)
        {
            latest = Math.Max(latest, (uint)run.Unsigned(i, field.Field));
        }

        return message.Exporter.UptimeAt(message.ExportMs, latest);
    }

    private void Settle(in MessageContext message, FlowBatch batch, int first, int rows)
    {
        var start = batch.StartMs.AsSpan(first, rows);
        var end = batch.EndMs.AsSpan(first, rows);
        var low = message.ReceivedMs - _ageMs;
        var span = (ulong)(_ageMs + _toleranceMs);
        for (var i = 0; i < end.Length; i++)
        {
            var from = start[i] + message.CorrectionMs;
            var to = end[i] + message.CorrectionMs;
            if ((ulong)(to - low) <= span && (ulong)(to - from) <= (ulong)_durationMs)
            {
                (start[i], end[i]) = (from, to);
            }
            else
            {
                SettleOne(message, batch, first + i, from, to);
            }
        }
    }

    private void SettleOne(in MessageContext message, FlowBatch batch, int row, long from, long to)
    {
        if (to < from && IsNear(to, message) && IsNear(from, message))
        {
            message.Exporter.Fault(DecodeError.TimeReversed);
            (batch.StartMs[row], batch.EndMs[row]) = (to, from);
            return;
        }

        message.Exporter.Fault(DecodeError.TimeClamped);
        batch.Marks[row] |= (ushort)FlowMarks.TimeClamped;
        if (!IsNear(to, message))
        {
            to = message.ExportMs + message.CorrectionMs;
            to = IsNear(to, message) ? to : message.ReceivedMs;
        }

        batch.EndMs[row] = to;
        batch.StartMs[row] = from <= to && to - from <= _durationMs ? from : to;
    }

    private bool IsNear(long time, in MessageContext message) =>
        time >= message.ReceivedMs - _ageMs && time <= message.ReceivedMs + _toleranceMs;
}
