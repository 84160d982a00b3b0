using Clarion.Flows;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.FlowLog;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.FlowLog;

/// <summary>Appends batches to the tables of their days of arrival, within one transaction.</summary>
/// <param name="connection">Within the transaction.</param>
/// <param name="columns">Columns that the batches have values in.</param>
internal sealed class FlowAppender(DuckDBConnection connection, ColumnSet columns) : IDisposable
{
    private readonly Dictionary<int, OpenPart> _days = [];

    /// <summary>Appends the rows of a batch.</summary>
    public void Append(FlowRows batch)
    {
        var received = batch.ReceivedMs;
        var first = 0;
        while (first < received.Length)
        {
            var day = DayTable.DayOf(received[first]);
            var count = 1;
            while (count < ChunkAppender.MaxRows && first + count < received.Length && DayTable.DayOf(received[first + count]) == day)
            {
                count++;
            }

            var open = Day(day);
            Fill(open, batch, first, count);
            open.Appender.Append(count);
            open.Count(batch.EndMs.Slice(first, count));
            first += count;
        }
    }

    /// <summary>Hands the rows to the transaction and notes them in the catalogue of days.</summary>
    public void Complete()
    {
        foreach (var open in _days.Values)
        {
            open.Appender.Complete();
            FlowDays.Add(connection, open.Part, open.Rows, open.MinEndMs, open.MaxEndMs);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var open in _days.Values)
        {
            open.Appender.Dispose();
        }
    }

    private static void Fill(OpenPart open, FlowRows batch, int first, int count)
    {
        var appender = open.Appender;
        appender.Column<int>(0, count).Fill(batch.Lane);
        appender.Column<long>(1, count).Fill(batch.Sequence);
        for (var i = 0; i < open.Columns.Length; i++)
        {
            var column = open.Columns[i];
            if (batch.Columns.Contains(column.Column))
            {
                appender.Copy(FlowDayTable.KeyColumns + i, batch.Values(column, first, count));
            }
            else
            {
                appender.Zero(FlowDayTable.KeyColumns + i);
            }
        }
    }

    private OpenPart Day(int day)
    {
        if (!_days.TryGetValue(day, out var open))
        {
            var part = FlowDays.Open(connection, day, columns);
            open = new OpenPart(part, new ChunkAppender(connection, part.Table));
            _days[day] = open;
        }

        return open;
    }

    private sealed class OpenPart(FlowDay part, ChunkAppender appender)
    {
        public FlowDay Part => part;

        public ChunkAppender Appender => appender;

        public FlowTableColumn[] Columns { get; } = FlowTable.Of(part.Columns);

        public long Rows { get; private set; }

        public long MinEndMs { get; private set; } = long.MaxValue;

        public long MaxEndMs { get; private set; } = long.MinValue;

        public void Count(ReadOnlySpan<long> endMs)
        {
            Rows += endMs.Length;
            foreach (var end in endMs)
            {
                MinEndMs = Math.Min(MinEndMs, end);
                MaxEndMs = Math.Max(MaxEndMs, end);
            }
        }
    }
}
