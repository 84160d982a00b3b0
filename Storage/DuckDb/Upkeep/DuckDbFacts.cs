using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Sizes of the file and of what lies beside it.</summary>
internal sealed class DuckDbFacts(DuckDbDatabase database) : IStoreFacts
{
    private const long LargestMeasured = 5_000_000;
    private const long DayMs = 86_400_000;

    /// <inheritdoc />
    public string Location => database.FilePath;

    /// <inheritdoc />
    public long? FreeBytes => new DriveInfo(database.DataDirectory).AvailableFreeSpace;

    /// <inheritdoc />
    public string? Fault => database.Fault;

    /// <inheritdoc />
    public string Engine(SqlSession session) => "DuckDB " + session.Scalar<string>("SELECT version()").TrimStart('v');

    /// <inheritdoc />
    public long SizeBytes(SqlSession session)
    {
        var files = new[] { database.FilePath, database.FilePath + ".wal" }.Where(File.Exists)
            .Concat(new FlowJournal(database.DataDirectory).Find().Select(file => file.Path));
        var temporary = Directory.Exists(database.TempDirectory) ? Directory.EnumerateFiles(database.TempDirectory) : [];
        return files.Concat(temporary).Sum(Length);
    }

    /// <inheritdoc />
    public double? BytesPerFlow(SqlSession session)
    {
        // The engine takes half a minute to describe a hundred million rows, so a table is measured while it is small.
        if (DayParts.Instance.Flows(session).LastOrDefault(part => part.Rows is > 0 and <= LargestMeasured) is not { } measured)
        {
            return null;
        }

        var (day, part) = FlowDay.Of(measured.Number);
        return BytesPer(session, FlowDay.TableOf(day, part), measured.Rows);
    }

    private static double? BytesPer(SqlSession session, string table, long count)
    {
        // Blocks that hold column data of a table; a block is shared only by columns of the same table.
        var blockSize = session.Number($"SELECT block_size FROM pragma_database_size() WHERE database_name = current_database()");
        var blocks = session.Number(
            $"SELECT count(DISTINCT block_id) FROM pragma_storage_info('{table}') WHERE persistent AND block_id >= 0");
        return blocks == 0 ? null : (double)blocks * blockSize / count;
    }

    /// <inheritdoc />
    public IReadOnlyList<TierReport> Tiers(SqlSession session, double? bytesPerFlow)
    {
        // The engine does not keep count of what a table takes. What a flow takes is measured; conversations and rollups are in the rest.
        var flows = DayParts.Instance.Flows(session);
        var rows = flows.Sum(part => part.Rows);
        var conversations = DayParts.Instance.Conversations(session);
        return
        [
            new(StoreTier.Flows, rows, (long?)(bytesPerFlow * rows), flows.Count) { Flows = rows },
            Biflows(session),
            new(StoreTier.Conversations, conversations.Sum(part => part.Rows), null, conversations.Count),
        ];
    }

    private static TierReport Biflows(SqlSession session)
    {
        long rows = 0, flows = 0;
        var days = 0;
        (long Day, long Rows, long Flows)? measured = null;
        using (var reader = session.Query(FormattableString.Invariant(
            $"SELECT arrived_ms // {DayMs} * {DayMs}, sum(rows)::BIGINT, sum(flows)::BIGINT FROM biflow_parts GROUP BY 1 ORDER BY 1")))
        {
            while (reader.Read())
            {
                var day = (Day: reader.GetInt64(0), Rows: reader.GetInt64(1), Flows: reader.GetInt64(2));
                measured = day.Rows is > 0 and <= LargestMeasured ? day : measured;
                (rows, flows, days) = (rows + day.Rows, flows + day.Flows, days + 1);
            }
        }

        var each = measured is { } one ? BytesPer(session, BiflowDayTable.NameOf(one.Day), one.Flows) : null;
        return new TierReport(StoreTier.Biflows, rows, (long?)(each * flows), days) { Flows = flows };
    }

    // The engine deletes its temporary files while we look.
    private static long Length(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
