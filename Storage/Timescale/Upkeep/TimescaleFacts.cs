using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Hours;
using Clarion.Storage.Timescale.Schema;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Timescale.Upkeep;

/// <summary>Sizes as the server gives them.</summary>
internal sealed class TimescaleFacts(TimescaleDatabase database, JournalLimits limits) : IStoreFacts
{
    /// <inheritdoc />
    public string Location => database.Location;

    /// <inheritdoc />
    public long? FreeBytes => null;

    /// <inheritdoc />
    public string? Fault => database.Fault;

    /// <inheritdoc />
    public string Engine(SqlSession session) => database.Server.Description;

    /// <inheritdoc />
    public long SizeBytes(SqlSession session) =>
        session.Number($"SELECT pg_database_size(current_database())") + new FlowJournal(limits.Directory).Find().Sum(file => Length(file.Path));

    /// <inheritdoc />
    public double? BytesPerFlow(SqlSession session)
    {
        var rows = session.Number($"SELECT coalesce(sum(rows), 0) FROM flow_hours");
        var bytes = database.Server.Layout == TableLayout.Hypertables
            ? session.Number($"SELECT hypertable_size('{HourParts.FlowTableName}')")
            : session.Number($"""
                SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0) FROM pg_inherits WHERE inhparent = '{HourParts.FlowTableName}'::regclass
                """);
        return rows == 0 || bytes == 0 ? null : (double)bytes / rows;
    }

    /// <inheritdoc />
    public IReadOnlyList<TierReport> Tiers(SqlSession session, double? bytesPerFlow) => TimescaleTiers.Read(session, database.Server);

    // Files go while we look.
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
