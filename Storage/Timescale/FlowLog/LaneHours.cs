using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>Which windows of a lane are in which hour of arrival (the table <c>lane_hours</c>), and the last window of each lane.</summary>
internal static class LaneHours
{
    /// <summary>Adds batches, within the transaction that adds their rows.</summary>
    public static void Write(SqlSession session, IReadOnlyList<FlowRows> batches)
    {
        // In the order of ids, so that two processes do not wait for each other.
        foreach (var lane in batches.GroupBy(batch => batch.Lane).OrderBy(lane => lane.Key))
        {
            session.Execute("UPDATE lanes SET last_sequence = greatest(last_sequence, $2) WHERE id = $1", lane.Key, lane.Max(batch => batch.Sequence));
            foreach (var hour in lane.SelectMany(batch => HoursOf(batch).Select(hour => (Hour: hour, batch.Sequence))).GroupBy(entry => entry.Hour).OrderBy(hour => hour.Key))
            {
                session.Execute(
                    """
                    INSERT INTO lane_hours AS h (lane, hour, min_sequence, max_sequence) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (lane, hour) DO UPDATE SET
                        min_sequence = least(h.min_sequence, excluded.min_sequence), max_sequence = greatest(h.max_sequence, excluded.max_sequence)
                    """,
                    lane.Key, hour.Key, hour.Min(entry => entry.Sequence), hour.Max(entry => entry.Sequence));
            }
        }
    }

    /// <summary>Where the next windows of a lane are: the hours to look at, and the last window to look for there.</summary>
    /// <param name="session">Within the snapshot that reads them.</param>
    /// <param name="lane">Id of the lane.</param>
    /// <param name="after">Windows up to and including this one are left out.</param>
    /// <returns>Null at the end of the log.</returns>
    public static (int FirstHour, int LastHour, long LastWindow)? Next(SqlSession session, int lane, long after)
    {
        // A window may lie in two hours, so the hours of all windows that the first such hour holds are looked at.
        using var reader = session.Query(
            """
            WITH next AS (SELECT max_sequence FROM lane_hours WHERE lane = $1 AND max_sequence > $2 ORDER BY hour LIMIT 1)
            SELECT min(h.hour), max(h.hour), n.max_sequence FROM lane_hours h, next n
            WHERE h.lane = $1 AND h.max_sequence > $2 AND h.min_sequence <= n.max_sequence GROUP BY n.max_sequence
            """,
            lane, after);
        return reader.Read() ? (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2)) : null;
    }

    private static SortedSet<int> HoursOf(FlowRows batch)
    {
        var hours = new SortedSet<int>();
        foreach (var received in batch.ReceivedMs)
        {
            hours.Add(HourParts.HourOf(received));
        }

        return hours;
    }
}
