using Clarion.Storage.Sql;

namespace Clarion.Storage.Timescale.Hours;

/// <summary>Hours as partitions of PostgreSQL.</summary>
internal sealed class PartitionHours : HourParts
{
    /// <summary>The only one.</summary>
    public static readonly PartitionHours Instance = new();

    /// <inheritdoc />
    public override void Open(SqlSession session, string table, IEnumerable<int> hours)
    {
        foreach (var hour in hours.Where(hour => !Exists(session, table, hour)))
        {
            session.Execute("SELECT pg_advisory_xact_lock(hashtextextended('clarion.partitions.' || current_schema(), 0))");
            if (Exists(session, table, hour))
            {
                continue;
            }

            // Attaching lets readers and writers of other hours go on; creating the partition in place would not.
            var name = Name(table, hour);
            session.Execute($"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS)");
            session.Execute(FormattableString.Invariant(
                $"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({StartMs(hour)}) TO ({StartMs(hour + 1)})"));
        }
    }

    /// <inheritdoc />
    public override void CloseBiflows(SqlSession session, long arrivedMs)
    {
        // PostgreSQL has nothing that packs rows.
    }

    /// <inheritdoc />
    protected override void DropHour(SqlSession session, string table, int hour) => session.Execute($"DROP TABLE IF EXISTS {Name(table, hour)}");

    private static bool Exists(SqlSession session, string table, int hour) =>
        session.Scalar<bool>("SELECT to_regclass($1) IS NOT NULL", Name(table, hour));

    private static string Name(string table, int hour) => FormattableString.Invariant($"{table}_h{hour}");
}
