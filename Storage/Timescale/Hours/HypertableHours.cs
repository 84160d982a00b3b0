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
    protected override void DropHour(SqlSession session, string table, int hour) => session.Execute(FormattableString.Invariant(
        $"SELECT drop_chunks('{table}', older_than => {StartMs(hour + 1)}::bigint, newer_than => {StartMs(hour)}::bigint)"));
}
