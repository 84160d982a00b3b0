using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>One table of a family of rollups.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Unit">Width of its buckets, in five-minute buckets.</param>
internal sealed record RollupLevel(string Table, uint Unit);

/// <summary>A measure that only one family has.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Expression">How it is computed from a conversation.</param>
internal sealed record RollupMeasure(string Column, Func<SqlDialect, string> Expression);

/// <summary>
/// Sums of conversations by the same keys at several widths. The finest level is made from <c>conversations</c>, each further one from
/// the one before. Every row carries the commit batch up to which it was made, so each level takes from the one before exactly what it
/// has not taken yet, and a query adds what a level lacks from the next finer one: answers are exact at every moment.
/// </summary>
/// <param name="Name">Logical name.</param>
/// <param name="Keys">Key columns.</param>
/// <param name="Levels">Tables, finest first.</param>
internal sealed record RollupFamily(string Name, IReadOnlyList<string> Keys, IReadOnlyList<RollupLevel> Levels)
{
    /// <summary>The measures that every family has.</summary>
    public static readonly IReadOnlyList<string> CommonMeasures =
        ["bytes_up", "bytes_down", "packets_up", "packets_down", "raw_bytes", "raw_packets", "flows_up", "flows_down", "denied_flows"];

    /// <summary>Further measures of this family.</summary>
    public IReadOnlyList<RollupMeasure> OwnMeasures { get; init; } = [];

    /// <summary>True for sums by device: each conversation counts for both its ends, "up" is what the device sent.</summary>
    public bool ByDevice { get; init; }

    /// <summary>A condition on conversations to be counted at all.</summary>
    public Func<SqlDialect, string> BaseCondition { get; init; } = static _ => "true";

    /// <summary>For bounded tables: how many of the largest keys of a bucket each run keeps; 0 = all.</summary>
    public int KeepLargest { get; init; }

    /// <summary>Columns of all measures.</summary>
    public IEnumerable<string> Measures => CommonMeasures.Concat(OwnMeasures.Select(measure => measure.Column));

    /// <summary>The rows of a table of conversations that satisfy a condition, with the columns of a level: a FROM item in brackets.</summary>
    public string Base(SqlDialect dialect, string table, string condition)
    {
        if (!ByDevice)
        {
            var own = string.Concat(OwnMeasures.Select(measure => $", {measure.Expression(dialect)} AS {measure.Column}"));
            return $"(SELECT *{own} FROM {table} AS t WHERE {BaseCondition(dialect)} AND {condition})";
        }

        return $"""
            (SELECT bucket, batch, client_device AS device, bytes_up, bytes_down, packets_up, packets_down, raw_bytes, raw_packets,
                    flows_up, flows_down, denied_flows
             FROM {table} AS t WHERE {RollupFamilies.IsInternal("client_device", dialect)} AND {condition}
             UNION ALL
             SELECT bucket, batch, server_device, bytes_down, bytes_up, packets_down, packets_up, raw_bytes, raw_packets,
                    flows_down, flows_up, denied_flows
             FROM {table} AS t WHERE {RollupFamilies.IsInternal("server_device", dialect)} AND server_device <> client_device AND {condition})
            """;
    }
}
