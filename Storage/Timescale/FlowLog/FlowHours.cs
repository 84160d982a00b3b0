using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>What some batches add to an hour.</summary>
/// <param name="Rows">Flows.</param>
/// <param name="MinEndMs">Earliest end of a flow, Unix milliseconds.</param>
/// <param name="MaxEndMs">Latest end of a flow.</param>
internal readonly record struct FlowHours(long Rows, long MinEndMs, long MaxEndMs)
{
    /// <summary>The hours of arrival of all rows, in order.</summary>
    public static SortedDictionary<int, FlowHours> Of(IReadOnlyList<FlowRows> batches)
    {
        var hours = new SortedDictionary<int, FlowHours>();
        foreach (var batch in batches)
        {
            var received = batch.ReceivedMs;
            var ends = batch.EndMs;
            for (var first = 0; first < received.Length;)
            {
                // Rows arrive together, so runs of one hour are long.
                var hour = HourParts.HourOf(received[first]);
                var (min, max, next) = (long.MaxValue, long.MinValue, first);
                for (; next < received.Length && HourParts.HourOf(received[next]) == hour; next++)
                {
                    min = Math.Min(min, ends[next]);
                    max = Math.Max(max, ends[next]);
                }

                var before = hours.GetValueOrDefault(hour, new FlowHours(0, long.MaxValue, long.MinValue));
                hours[hour] = new(before.Rows + next - first, Math.Min(before.MinEndMs, min), Math.Max(before.MaxEndMs, max));
                first = next;
            }
        }

        return hours;
    }

    /// <summary>Adds to the catalogue, within the transaction that adds the rows.</summary>
    public static void Write(SqlSession session, IReadOnlyDictionary<int, FlowHours> hours)
    {
        foreach (var (hour, added) in hours)
        {
            session.Execute(
                """
                INSERT INTO flow_hours AS h (hour, rows, min_end_ms, max_end_ms) VALUES ($1, $2, $3, $4)
                ON CONFLICT (hour) DO UPDATE SET
                    min_end_ms = CASE WHEN h.rows = 0 THEN excluded.min_end_ms ELSE least(h.min_end_ms, excluded.min_end_ms) END,
                    max_end_ms = CASE WHEN h.rows = 0 THEN excluded.max_end_ms ELSE greatest(h.max_end_ms, excluded.max_end_ms) END,
                    rows = h.rows + excluded.rows
                """,
                hour, added.Rows, added.MinEndMs, added.MaxEndMs);
        }
    }
}
