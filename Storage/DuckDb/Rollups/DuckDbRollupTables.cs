using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.Rollups;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Rollups;

/// <summary>Commits of partitions in tables of a day each.</summary>
internal sealed class DuckDbRollupTables(DuckDbDatabase database) : IRollupTables
{
    /// <inheritdoc />
    public Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken) =>
        database.WriteAsync(
            WriterLane.State,
            connection =>
            {
                connection.Execute("UPDATE store_counters SET value = $1 WHERE name = 'partitions' AND value = 0", (long)partitions);
                return (int)connection.Scalar<long>("SELECT value FROM store_counters WHERE name = 'partitions'");
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Watermark(connection, partition), cancellationToken);

    /// <inheritdoc />
    public Task<StaleCommitException?[]> WriteAsync(
        IReadOnlyList<MappedCommit> commits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = DayTable.DayOf(now.ToUnixTimeMilliseconds());
        return database.WriteAsync(WriterLane.State, connection => GroupCommit.Write(connection, commits, day), cancellationToken);
    }

    /// <inheritdoc />
    public Task<CommittedRows?> ReadCommitAsync(
        int partition, long afterCommit, IReadOnlyDictionary<int, ExporterKey> exporters, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => new CommitReader(partition, exporters).Read(connection, afterCommit), cancellationToken);

    /// <inheritdoc />
    public Task<ConversationRows> ReadRowsAsync(
        int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, IReadOnlyDictionary<int, ExporterKey> exporters,
        CancellationToken cancellationToken) =>
        database.ReadAsync(connection => new CommitReader(partition, exporters).ReadAfter(connection, afterCommit, addresses), cancellationToken);

    private static PartitionWatermark Watermark(DuckDBConnection connection, int partition)
    {
        var positions = new List<LanePosition>();
        using (var reader = connection.Query(
            "SELECT l.gateway, l.epoch, l.worker, p.sequence FROM positions p JOIN lanes l ON l.id = p.lane WHERE p.partition = $1", partition))
        {
            while (reader.Read())
            {
                positions.Add(new(new LaneKey(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2)), reader.GetInt64(3)));
            }
        }

        using var numbers = connection.Query("SELECT commit_number, entity_commit_number FROM watermarks WHERE partition = $1", partition);
        return numbers.Read()
            ? new PartitionWatermark(numbers.GetInt64(0), numbers.GetInt64(1), positions)
            : new PartitionWatermark(0, 0, positions);
    }
}
