using System.Globalization;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Timescale.Hours;

/// <summary>Hours as chunks of a hypertable.</summary>
internal sealed class HypertableHours : HourParts
{
    /// <summary>The only one.</summary>
    public static readonly HypertableHours Instance = new();

    /// <inheritdoc />
    public override void Open(SqlSession session, string table, IEnumerable<int> hours)
    {
        // The extension makes chunks as rows come.
    }

    /// <inheritdoc />
    public override void CloseBiflows(SqlSession session, long arrivedMs)
    {
        var hour = HourOf(arrivedMs);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            DO $$
            BEGIN
                IF current_setting('timescaledb.license') = 'timescale' THEN
                    PERFORM compress_chunk(chunk, if_not_compressed => true)
                    FROM show_chunks('biflows', older_than => {StartMs(hour + 1)}::bigint, newer_than => {StartMs(hour)}::bigint) AS chunk;
                END IF;
            END $$
            """));
    }

    /// <inheritdoc />
    protected override void DropHour(SqlSession session, string table, int hour) => session.Execute(FormattableString.Invariant(
        $"SELECT drop_chunks('{table}', older_than => {StartMs(hour + 1)}::bigint, newer_than => {StartMs(hour)}::bigint)"));
}
