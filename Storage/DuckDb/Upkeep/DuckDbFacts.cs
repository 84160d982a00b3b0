using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Sizes of the file and of what lies beside it.</summary>
internal sealed class DuckDbFacts(DuckDbDatabase database) : IStoreFacts
{
    private const long LargestMeasured = 5_000_000;

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

        // Blocks that hold column data of a table; a block is shared only by columns of the same table.
        var (day, part) = FlowDay.Of(measured.Number);
        var blockSize = session.Number($"SELECT block_size FROM pragma_database_size() WHERE database_name = current_database()");
        var blocks = session.Number(
            $"SELECT count(DISTINCT block_id) FROM pragma_storage_info('{FlowDay.TableOf(day, part)}') WHERE persistent AND block_id >= 0");
        return blocks == 0 ? null : (double)blocks * blockSize / measured.Rows;
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
