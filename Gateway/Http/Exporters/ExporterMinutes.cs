using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>The minutes of an exporter, from what gateways counted each by itself and what comparing them put right.</summary>
internal static class ExporterMinutes
{
    /// <summary>How far back what is put right may have been counted, and how far around a range rows are needed for it.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromMinutes(5);

    // A gateway writes its minute when that has ended.
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(65);

    /// <summary>One point a minute, the oldest first; no count is negative.</summary>
    /// <param name="rows">Health rows with corrections (rows without datagrams), the oldest first.</param>
    /// <param name="now">The time: a correction of a minute that no gateway can have told yet says nothing.</param>
    public static IReadOnlyList<ExporterPointModel> Of(IReadOnlyList<ExporterHealthRow> rows, DateTimeOffset now)
    {
        var last = rows.LastOrDefault(row => row.Datagrams > 0).Minute;
        ExporterPointModel[] minutes =
        [
            .. rows.TakeWhile(row => row.Minute <= last || row.Minute + Told <= now).GroupBy(row => row.Minute, (minute, same) => Sum(minute, same.Select(Point))),
        ];
        Settle(minutes);
        return [.. minutes.Where(minute => minute.Datagrams > 0 || minute.LostUnits > 0)];
    }

    /// <summary>Several points as one.</summary>
    public static ExporterPointModel Sum(DateTimeOffset start, IEnumerable<ExporterPointModel> points) => points.Aggregate(
        new ExporterPointModel(start, 0, 0, 0, 0, 0, 0),
        (sum, point) => sum with
        {
            Datagrams = sum.Datagrams + point.Datagrams,
            Records = sum.Records + point.Records,
            Flows = sum.Flows + point.Flows,
            LostUnits = sum.LostUnits + point.LostUnits,
            DecodeErrors = sum.DecodeErrors + point.DecodeErrors,
            ClockOffsetMs = Math.Abs(point.ClockOffsetMs) > Math.Abs(sum.ClockOffsetMs) ? point.ClockOffsetMs : sum.ClockOffsetMs,
        });

    private static ExporterPointModel Point(ExporterHealthRow row) =>
        new(row.Minute, row.Datagrams, row.Records, row.Flows, row.LostUnits, row.DecodeErrors, row.ClockOffsetMs);

    // What a correction takes back was counted in its minute or shortly before; else it is of a row that was never written.
    private static void Settle(ExporterPointModel[] minutes)
    {
        var lossy = new Stack<int>();
        for (var i = 0; i < minutes.Length; i++)
        {
            var owed = -minutes[i].LostUnits;
            if (owed < 0)
            {
                lossy.Push(i);
                continue;
            }

            while (owed > 0 && lossy.TryPeek(out var at) && minutes[at].Time >= minutes[i].Time - Back)
            {
                var taken = Math.Min(owed, minutes[at].LostUnits);
                minutes[at] = minutes[at] with { LostUnits = minutes[at].LostUnits - taken };
                owed -= taken;
                if (minutes[at].LostUnits == 0)
                {
                    lossy.Pop();
                }
            }

            minutes[i] = minutes[i] with { LostUnits = 0 };
        }
    }
}
