using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>The minutes of an exporter, from what gateways counted each by itself and what comparing them put right.</summary>
internal static class ExporterMinutes
{
    /// <summary>How long before a range rows are needed as well: what is put right within it may lie before it.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromHours(1);

    /// <summary>One point a minute, the oldest first; no count is negative.</summary>
    /// <param name="rows">Health rows with corrections (rows without datagrams), the oldest first.</param>
    public static IReadOnlyList<ExporterPointModel> Of(IReadOnlyList<ExporterHealthRow> rows)
    {
        // Gateways tell a minute when it has ended; a correction of one that has not says nothing yet.
        var last = rows.LastOrDefault(row => row.Datagrams > 0).Minute;
        ExporterPointModel[] minutes =
        [
            .. rows.TakeWhile(row => row.Minute <= last).GroupBy(row => row.Minute, (minute, same) => Sum(minute, same.Select(Point))),
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

    // What a correction takes back was counted in its minute or in one before, the nearest of those that have any; else before the first.
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

            while (owed > 0 && lossy.TryPeek(out var at))
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
