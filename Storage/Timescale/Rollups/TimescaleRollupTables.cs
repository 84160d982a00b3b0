using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Rollups;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Hours;

namespace Clarion.Storage.Timescale.Rollups;

/// <summary>Commits of partitions in the table <c>conversations</c>.</summary>
internal sealed class TimescaleRollupTables(TimescaleDatabase database) : IRollupTables
{
    /// <inheritdoc />
    public Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Execute("UPDATE store_counters SET value = $1 WHERE name = 'partitions' AND value = 0", (long)partitions);
            return (int)session.Scalar<long>("SELECT value FROM store_counters WHERE name = 'partitions'");
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Watermark(session, partition), cancellationToken);

    /// <inheritdoc />
    public async Task<StaleCommitException?[]> WriteAsync(
        IReadOnlyList<MappedCommit> commits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int[] hour = [HourParts.HourOf(now.ToUnixTimeMilliseconds())];
        await database.WriteAsync(session => database.Hours.Open(session, HourParts.ConversationTableName, hour), cancellationToken).ConfigureAwait(false);
        return await database.WriteAsync(session => GroupCommit.Write(session, commits, now), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<CommittedRows?> ReadCommitAsync(
        int partition, long afterCommit, IReadOnlyDictionary<int, ExporterKey> exporters, CancellationToken cancellationToken) =>
        database.ReadAsync(session => new CommitReader(partition, exporters).Read(session, afterCommit), cancellationToken);

    /// <inheritdoc />
    public Task<ConversationRows> ReadRowsAsync(
        int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, IReadOnlyDictionary<int, ExporterKey> exporters,
        CancellationToken cancellationToken) =>
        database.ReadAsync(session => new CommitReader(partition, exporters).ReadAfter(session, afterCommit, addresses), cancellationToken);

    private static PartitionWatermark Watermark(SqlSession session, int partition)
    {
        var positions = new List<LanePosition>();
        using (var reader = session.Query(
            "SELECT l.gateway, l.epoch, l.worker, p.sequence FROM positions p JOIN lanes l ON l.id = p.lane WHERE p.partition = $1", partition))
        {
            while (reader.Read())
            {
                positions.Add(new(new LaneKey(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2)), reader.GetInt64(3)));
            }
        }

        using var numbers = session.Query("SELECT commit_number, entity_commit_number FROM watermarks WHERE partition = $1", partition);
        return numbers.Read()
            ? new PartitionWatermark(numbers.GetInt64(0), numbers.GetInt64(1), positions)
            : new PartitionWatermark(0, 0, positions);
    }
}
